import { assess } from '#built/assessment/assess'
import { readProject, sizeOf } from '#built/assessment/project'
import { surveyCloud } from '#built/assessment/survey-cloud'
import { Cloud } from '#built/cloud/cloud'
import { openSimulatedDriver } from '#built/drivers/simulated/open-simulated-driver'
import { systemClock as clock } from '#built/lib/clock'
import { systemRandom as random } from '#built/lib/random'

/**
 * A child's whole life: makes a thousand resources of each kind on two clouds that offer a thousand flavors, images and volume types each, none of the same
 * name; asks both for everything; and tells how long the assessment took from then on.
 */
const many = 1000
const call = { signal: new AbortController().signal }
const each = <Made>(make: (index: number) => Made): Made[] => Array.from({ length: many }, (_, index) => make(index))
const distros = ['debian', 'ubuntu', 'rocky', 'fedora', 'alpine']

const furnished = async (name: string): Promise<Cloud> => {
  const cloud = new Cloud(
    openSimulatedDriver(
      {
        zones: [`${name}-1`, `${name}-2`],
        externalNetworks: [{ name: `${name}-outside`, cidr: '198.18.0.0/20' }],
        volumeTypes: each((index) => ({ name: `${name}-type-${index}` })),
        flavors: each((index) => ({
          name: `${name}-flavor-${index}`,
          vcpus: 1 + (index % 16),
          memoryMiB: 512 * (1 + (index % 97)),
          diskGiB: 10 * (1 + (index % 13)),
        })),
        images: each((index) => ({
          name: `${name}-image-${index}`,
          operatingSystem: { distro: distros[index % distros.length] ?? '', version: `${Math.floor(index / 5)}.1` },
        })),
      },
      { clock, random },
    ),
    { name, clock, random },
  )
  let made = 0
  const create = () => {
    made += 1
    return { ...call, token: `${name}-${made}` }
  }
  const { offer } = await surveyCloud(cloud, call)
  const [pool] = offer.pools
  if (!pool || !cloud.networks.create || !cloud.subnets.create) throw new Error('the simulated cloud lacks networks')
  for (let index = 0; index < many; index += 1) {
    const label = `${name}-${index}`
    const network = await cloud.networks.create({ name: label }, create())
    const cidr = `10.${Math.floor(index / 250)}.${index % 250}.0/24`
    await cloud.subnets.create({ name: label, networkId: network.id, cidr }, create())
    await cloud.securityGroups.create({ name: label }, create())
    await cloud.keyPairs.create(
      { name: label, publicKey: `ssh-ed25519 ${btoa(`\0\0\0\x0bssh-ed25519${label}`)}` },
      create(),
    )
    const type = offer.volumeTypes[index]?.name
    await cloud.volumes?.create({ name: label, sizeGiB: 1, ...(type ? { type } : {}) }, create())
    await cloud.floatingIps?.create({ poolId: pool.id }, create())
    await cloud.images.content?.create({ name: label, format: 'qcow2' }, create())
    const [flavor, image] = [offer.flavors[index], offer.images[index]]
    if (flavor && image)
      await cloud.servers.create(
        { name: label, flavorId: flavor.id, boot: { imageId: image.id }, interfaces: [{ networkId: network.id }] },
        create(),
      )
  }
  return cloud
}

await using from = await furnished('one')
await using to = await furnished('other')
const [here, there, project, theirs] = await Promise.all([
  surveyCloud(from, call),
  surveyCloud(to, call),
  readProject(from, call),
  readProject(to, call),
])
const startedAt = performance.now()
const { findings, subject } = assess({
  from: here,
  to: there,
  subject: { kind: 'project', project, there: theirs },
})
const milliseconds = performance.now() - startedAt
if (findings.length < many) throw new Error(`only ${findings.length} findings`)
process.send?.({ milliseconds, resources: subject.resources, there: sizeOf(theirs), findings: findings.length })
