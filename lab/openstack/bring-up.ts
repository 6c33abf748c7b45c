import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openAdminApi } from './admin-api.ts'
import { rememberOptions } from './asked-options.ts'
import { Daemons } from './daemons.ts'
import { guestImages } from './guest-images.ts'
import { installPackages } from './install-packages.ts'
import { type LabFolders, makeLabFolders } from './lab-folders.ts'
import { raiseNetwork } from './lab-network.ts'
import type { LabOptions } from './lab-options.ts'
import { labSecrets } from './lab-secrets.ts'
import { makeLoopDisk } from './loop-disk.ts'
import { makeObjectRings } from './make-object-rings.ts'
import { seedIdentity } from './seed-identity.ts'
import { awaitHosts, seedOffer } from './seed-resources.ts'
import { awaitRabbit, startInfrastructure } from './start-infrastructure.ts'
import { startKeystone, startServices } from './start-services.ts'
import { discoverHosts, upgradeSchema } from './upgrade-schemas.ts'
import { writeConfiguration } from './write-configuration.ts'

/** Makes the lab run, from whatever is there already, and says what is done as it goes. Fails with one `LabError` that names the log to read. */
export const bringUp = async (folders: LabFolders, options: LabOptions, say: (line: string) => void): Promise<void> => {
  await makeLabFolders(folders)
  const daemons = new Daemons(folders)
  await rememberOptions(folders, daemons, options)
  await installPackages(folders, say)
  say('all packages are there')

  const secrets = await labSecrets(folders)
  await writeConfiguration(folders, secrets, options)
  await raiseNetwork()
  await mkdir('/run/netns', { recursive: true })
  await makeLoopDisk(join(folders.state, 'cinder', 'share.ext4'), 60)
  const images = guestImages(folders, options)
  // It is awaited further down; until then nobody else hears of its failure.
  images.catch(() => {})
  await startInfrastructure(daemons, folders, secrets, options)
  say('database, cache and hypervisor run')

  const schemas = (async () => {
    for (const name of ['placement-common', 'glance-common', 'nova-common', 'cinder-common', 'heat-common'] as const)
      await upgradeSchema(name, folders, secrets)
  })()
  const neutron = upgradeSchema('neutron-common', folders, secrets)
  const identity = (async () => {
    await upgradeSchema('keystone', folders, secrets)
    await startKeystone(daemons, folders)
    const api = await openAdminApi(secrets.admin)
    await seedIdentity(api, secrets)
    return api
  })()
  const [api] = await Promise.all([identity, schemas, neutron, makeObjectRings(folders)])
  say('tables, users and catalog are there')

  await awaitRabbit(daemons)
  await startServices(daemons, folders, options)
  say('every API answers')

  const offer = await images
  say('guest images are built')
  await seedOffer(api, offer)
  await awaitHosts(api, options, () => discoverHosts(folders))
  say('compute, network and volume services have signed on; flavors, images and the public network are there')
}
