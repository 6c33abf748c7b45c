import { randomBytes } from 'node:crypto'
import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ansibleTool, installAnsible } from '../../../lab/tools/ansible.ts'
import { newPublicKey } from '../new-public-key.ts'
import { runClient } from './run-client.ts'
import type { ClientSession, Seen, SessionPlace } from './session.ts'

type Fields = Readonly<Record<string, unknown>>

/** What Ansible's own JSON says of a playbook, as far as it is read. */
interface PlaybookReport {
  readonly plays: ReadonlyArray<{
    readonly tasks: ReadonlyArray<{
      readonly task: { readonly name: string }
      readonly hosts: { readonly localhost: Fields }
    }>
  }>
  readonly stats: { readonly localhost: { readonly ok: number; readonly changed: number; readonly failures: number } }
}

const playbooks = join(import.meta.dirname, 'ansible')
const hasObjects = 'import openstack; print(openstack.connect().has_service("object-store"))'

const run = async ({ folder, environment, cloud }: SessionPlace): Promise<Seen> => {
  await cp(playbooks, folder, { recursive: true })
  await writeFile(join(folder, 'image.img'), randomBytes(100_000))
  await writeFile(join(folder, 'key.pub'), newPublicKey())
  const place = {
    folder,
    environment: {
      ...environment,
      OS_CLOUD: cloud,
      ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json',
      ANSIBLE_LOCALHOST_WARNING: 'False',
      ANSIBLE_INVENTORY_UNPARSED_WARNING: 'False',
    },
  }
  const play = async (playbook: string, ...args: string[]): Promise<PlaybookReport> => {
    const said = await runClient(place, ansibleTool('ansible-playbook'), [...args, `${playbook}.yaml`])
    return JSON.parse(said.slice(said.indexOf('{'))) as PlaybookReport
  }
  const changed = (report: PlaybookReport) => report.stats.localhost.changed

  const seen: Record<string, unknown> = tasksOf(await play('present'))
  seen['changed by a second run'] = changed(await play('present'))
  seen['changed by what servers do'] = changed(await play('used'))
  if ((await runClient(place, ansibleTool('python'), ['-c', hasObjects])).trim() === 'True')
    seen.objects = {
      ...tasksOf(await play('objects', '-e', 'wanted=present')),
      again: changed(await play('objects', '-e', 'wanted=present')),
      absent: changed(await play('objects', '-e', 'wanted=absent')),
    }
  seen['changed by taking all away'] = changed(await play('absent'))
  seen['changed by taking it away again'] = changed(await play('absent'))
  return seen
}

/** What each task said of what it made or found: whether that was new, its status and its filled-in attributes. */
const tasksOf = ({ plays }: PlaybookReport): Record<string, unknown> =>
  Object.fromEntries(
    plays
      .flatMap(({ tasks }) => tasks)
      .filter(({ hosts }) => !('ansible_facts' in hosts.localhost))
      .map(({ task, hosts: { localhost } }) => [task.name, resultOf(localhost)]),
  )

const resultOf = (result: Fields): unknown => {
  const { changed, results } = result
  if (Array.isArray(results)) return { changed, each: results.map((each: Fields) => resultOf(each)) }
  const resource = Object.entries(result).find(([name, value]) => name !== 'invocation' && isFields(value))?.[1]
  if (resource === undefined) return { changed }
  return { changed, status: (resource as Fields).status ?? null, attributes: filled(resource as Fields) }
}

const isFields = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

const filled = (fields: Fields) =>
  Object.keys(fields)
    .filter(
      (name) => fields[name] !== null && JSON.stringify(fields[name]) !== '[]' && JSON.stringify(fields[name]) !== '{}',
    )
    .sort()

/** Ansible with the openstack.cloud collection: playbooks as users write them, each run twice. */
export const ansibleSession: ClientSession = {
  client: 'Ansible',
  install: installAnsible,
  async version() {
    const said = await runClient({ folder: '/', environment: { HOME: '/' } }, ansibleTool('ansible-galaxy'), [
      ...['collection', 'list', 'openstack.cloud', '--format', 'json'],
    ])
    return `openstack.cloud ${/"version": "([^"]+)"/.exec(said)?.[1] ?? 'of no version'}`
  },
  run,
}
