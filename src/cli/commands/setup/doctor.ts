import { join } from 'node:path'
import { z } from 'zod'
import type { Cloud } from '../../../cloud/cloud.ts'

import { collect } from '../../../lib/async-iterable.ts'
import { Disposal } from '../../../lib/disposal.ts'
import { CloudError } from '../../../model/cloud-error.ts'
import { loadClouds } from '../../../openstack/config/load-clouds.ts'
import { redact } from '../../../openstack/config/redact.ts'
import { plain } from '../../../openstack/config/traced.ts'
import { cloudSources } from '../../cloud-sources.ts'
import { command } from '../../command.ts'
import type { Context } from '../../context.ts'
import { exitCode } from '../../exit-code.ts'
import { openCloud } from '../../open-cloud.ts'
import { openUserJournal } from '../../open-user-journal.ts'
import { printList } from '../../render/print-list.ts'
import { stateFolder } from '../../state-folder.ts'

interface Finding {
  readonly check: string
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly detail: string
  /** What mends it: a sentence or a command. */
  readonly fix?: string
}

type Check = readonly [name: string, work: () => Promise<Omit<Finding, 'check'>>]

/** `portolan doctor`: checks in the order in which they depend on each other; after one that failed the rest is skipped. */
export const doctorCommand = command(z.object({ cloud: z.string().optional() }), async (context, { cloud }) => {
  await using opened = new Disposal()
  const findings: Finding[] = []
  let blocked = false
  for (const [check, work] of checks(context, cloud, opened)) {
    if (blocked) {
      findings.push({ check, result: 'skipped', detail: 'something before it failed' })
      continue
    }
    const finding = await work().catch((error: unknown): Omit<Finding, 'check'> => failure(error))
    blocked = finding.result === 'failed'
    findings.push({ check, ...finding })
  }
  await printList(context, {
    items: findings,
    name: ({ check }) => check,
    columns: [
      { title: 'check', value: ({ check }) => check },
      { title: 'result', value: ({ result }) => result },
      { title: 'detail', value: ({ detail }) => detail },
      { title: 'fix', value: ({ fix }) => fix ?? '' },
    ],
    document: { schema: 'portolan.doctor/1', checks: findings },
  })
  return blocked ? exitCode.failed : exitCode.done
})

const checks = (context: Context, cloudName: string | undefined, opened: Disposal): readonly Check[] => {
  const { world } = context
  let cloud: Cloud | undefined
  return [
    ['node', async () => ({ result: 'ok', detail: `version ${process.versions.node}` })],
    [
      'journal',
      async () => {
        const path = join(stateFolder(world), 'journal.db')
        using journal = await openUserJournal(world)
        const count = journal.deployments().length
        return { result: 'ok', detail: `${path}, ${count} deployment${count === 1 ? '' : 's'}` }
      },
    ],
    [
      'configuration',
      async () => {
        const loaded = await loadClouds(cloudSources(world))
        const names = [...loaded.clouds].filter(([, { origin }]) => origin.kind !== 'default').map(([name]) => name)
        if (names.length === 0 && !cloudName?.startsWith('aws:'))
          return {
            result: 'failed',
            detail: 'no cloud is configured',
            fix: 'portolan cloud serve starts one; or put clouds.yaml into ~/.config/openstack',
          }
        const [warning] = loaded.warnings
        if (warning)
          return { result: 'warning', detail: warning.summary, ...(warning.hint ? { fix: warning.hint } : {}) }
        return { result: 'ok', detail: `${loaded.cloudsFile ?? 'the environment'}: ${names.join(', ')}` }
      },
    ],
    [
      'secrets',
      async () => {
        const { secureFile, cloudsFile, root } = await loadClouds(cloudSources(world))
        const shown = JSON.stringify(redact('', plain(root)))
        // Without secure.yaml, secrets that there are stand in clouds.yaml itself.
        const files = secureFile ? [secureFile] : shown === JSON.stringify(plain(root)) ? [] : [cloudsFile]
        for (const file of files) {
          const mode = file && (await world.files.mode(file))
          if (file && mode && (mode & 0o077) !== 0)
            return { result: 'warning', detail: `others may read ${file}`, fix: `chmod 600 ${file}` }
        }
        return { result: 'ok', detail: 'only you may read the files that hold them' }
      },
    ],
    [
      'log in',
      async () => {
        const login = opened.use(await openCloud(context, { name: cloudName }))
        cloud = login.cloud
        const { kind, region, simulated } = cloud.traits
        return { result: 'ok', detail: `${cloud.name}: ${kind}, ${region}${simulated ? ', simulated' : ''}` }
      },
    ],
    [
      'offer',
      async () => {
        const call = { signal: context.stop }
        const [flavors, images] = cloud
          ? await Promise.all([collect(cloud.flavors.list(call)), collect(cloud.images.list(call))])
          : [[], []]
        const detail = `${flavors.length} flavors, ${images.length} images`
        const described = images.filter((image) => image.operatingSystem !== undefined).length
        if (flavors.length === 0 || described === 0)
          return {
            result: 'warning',
            detail: `${detail}, ${described} of which say their operating system`,
            fix: 'set os_distro and os_version: openstack image set --property os_distro=debian IMAGE',
          }
        return { result: 'ok', detail }
      },
    ],
  ]
}

const failure = (error: unknown): Omit<Finding, 'check'> => {
  if (!(error instanceof CloudError)) throw error
  return { result: 'failed', detail: error.message, ...(fixOf(error) ? { fix: fixOf(error) as string } : {}) }
}

const fixOf = ({ hint, code }: CloudError): string | undefined => {
  if (hint) return hint
  if (code === 'unauthenticated')
    return 'portolan cloud show --explain tells where each credential came from; for aws:REGION it is the AWS SDK’s own chain'
  return code === 'unavailable' || code === 'timeout' ? 'check auth_url, the network and the proxy' : undefined
}
