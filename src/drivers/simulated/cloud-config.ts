import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'

/** What cloud-init would make of user data. */
export type UserData =
  | { readonly kind: 'none' }
  /** Taken as it is: a script, a MIME archive, a list of URLs. Nothing is known of what is in it. */
  | { readonly kind: 'opaque'; readonly what: string }
  /** Nothing that cloud-init knows: it would warn and go on. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'cloud-config'; readonly steps: readonly string[]; readonly warnings: readonly string[] }
  | { readonly kind: 'broken'; readonly problem: string }

const text = z.string()
const words = z.array(text)
const flag = z.union([z.boolean(), text])
const mapping = z.record(text, z.unknown())
const command = z.union([text, z.array(z.union([text, z.number()])), z.null()])
const person = z.union([text, mapping])
const file = z.looseObject({
  path: text,
  content: text.optional(),
  encoding: text.optional(),
  owner: text.optional(),
  permissions: z.union([text, z.number()]).optional(),
  append: z.boolean().optional(),
  defer: z.boolean().optional(),
})
const filesystem = z.looseObject({ device: text, filesystem: text.optional(), label: text.nullish() })

/** The well-known keys with the types that cloud-init asks for: `canonical/cloud-init cloudinit/config/schemas/schema-cloud-config-v1.json`. */
const keys = {
  apt: mapping,
  bootcmd: z.array(command),
  ca_certs: mapping,
  chpasswd: mapping,
  create_hostname_file: z.boolean(),
  disable_ec2_metadata: z.boolean(),
  disable_root: flag,
  disk_setup: mapping,
  final_message: text,
  fqdn: text,
  fs_setup: z.array(filesystem),
  groups: z.union([text, mapping, z.array(person)]),
  growpart: mapping,
  hostname: text,
  keyboard: mapping,
  locale: flag,
  manage_etc_hosts: flag,
  merge_how: z.unknown(),
  mounts: z.array(z.array(z.union([text, z.number(), z.null()]))),
  ntp: mapping.nullable(),
  output: mapping,
  package_reboot_if_required: z.boolean(),
  package_update: z.boolean(),
  package_upgrade: z.boolean(),
  packages: z.array(z.union([text, words, mapping])),
  password: text,
  phone_home: mapping,
  power_state: mapping,
  prefer_fqdn_over_hostname: z.boolean(),
  preserve_hostname: z.boolean(),
  random_seed: mapping,
  resize_rootfs: flag,
  resolv_conf: mapping,
  runcmd: z.array(command),
  snap: mapping,
  ssh: mapping,
  ssh_authorized_keys: words,
  ssh_deletekeys: z.boolean(),
  ssh_genkeytypes: words,
  ssh_import_id: words,
  ssh_keys: mapping,
  ssh_pwauth: flag,
  swap: mapping,
  timezone: text,
  user: person,
  users: z.union([text, mapping, z.array(z.union([text, mapping, words]))]),
  write_files: z.array(file),
  yum_repos: mapping,
  zypper: mapping,
} as const

const schema = z.object(keys).partial().loose()

/** Starts of user data that cloud-init hands on unread: `canonical/cloud-init cloudinit/handlers/__init__.py`, `INCLUSION_TYPES_MAP`. */
const opaque: ReadonlyArray<readonly [RegExp, string]> = [
  [/^#!/, 'a script'],
  [/^(content-type|mime-version):/i, 'a MIME archive'],
  [/^#include/, 'a list of URLs'],
  [/^#cloud-boothook/, 'a boot hook'],
  [/^#part-handler/, 'a part handler'],
  [/^#cloud-config-archive/, 'a cloud-config archive'],
  [/^## template: *jinja/i, 'a template'],
]

/** Reads user data as cloud-init does. Problems name line and key and never quote a value, since user data holds secrets. */
export const readUserData = (userData: string | undefined): UserData => {
  if (userData === undefined || userData.trim() === '') return { kind: 'none' }
  const what = opaque.find(([start]) => start.test(userData))?.[1]
  if (what !== undefined) return { kind: 'opaque', what }
  if (!/^#cloud-config[ \t]*(\r?\n|$)/.test(userData)) return { kind: 'unknown' }
  return readCloudConfig(userData)
}

const readCloudConfig = (source: string): UserData => {
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true)
      const range =
        node && typeof node === 'object' && 'range' in node ? (node.range as [number] | undefined) : undefined
      if (range) return lines.linePos(range[0]).line
    }
    return 1
  }
  const [syntax] = document.errors
  if (syntax) {
    const { line, col } = lines.linePos(syntax.pos[0])
    return { kind: 'broken', problem: `line ${line}, column ${col}: not YAML (${syntax.code})` }
  }
  const content: unknown = safely(() => document.toJS({ maxAliasCount: 100 }))
  if (content === null) return { kind: 'cloud-config', steps: [], warnings: [] }
  if (typeof content !== 'object' || Array.isArray(content))
    return { kind: 'broken', problem: 'the top level is not a mapping' }
  const { error } = schema.safeParse(content)
  const [issue] = error?.issues ?? []
  if (issue) {
    const path = issue.path.filter((part) => typeof part !== 'symbol')
    return { kind: 'broken', problem: `line ${lineOf(path)}: ${path.join('.')}: ${issue.message}` }
  }
  const unknown = Object.keys(content).filter((key) => !(key in keys))
  const warnings = unknown.map((key) => `line ${lineOf([key])}: unknown key ${JSON.stringify(key)}`)
  return { kind: 'cloud-config', steps: steps(content as z.infer<typeof schema>), warnings }
}

/** Aliases that blow up are a mistake in the file like any other. */
const safely = (read: () => unknown): unknown => {
  try {
    return read()
  } catch {
    return undefined
  }
}

const steps = ({
  hostname,
  users,
  write_files,
  packages,
  mounts,
  bootcmd,
  runcmd,
}: z.infer<typeof schema>): string[] => {
  const counted = (name: string, list: readonly unknown[] | undefined, what: string) =>
    list && list.length > 0 ? [`${name}: ${list.length} ${what}`] : []
  return [
    ...counted('bootcmd', bootcmd, 'commands'),
    ...(write_files ?? []).map(({ path }) => `write_files: ${path}`),
    ...(hostname === undefined ? [] : [`hostname: ${hostname}`]),
    ...counted('mounts', mounts, 'mounts'),
    ...counted('users', Array.isArray(users) ? users : undefined, 'users'),
    ...counted('packages', packages, 'packages'),
    ...counted('runcmd', runcmd, 'commands'),
  ]
}
