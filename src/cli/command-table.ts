import type { Command } from './command.ts'

/** Names that only this user's files know. */
export type NameKind = 'clouds' | 'deployments'

interface ArgumentSpec {
  /** As commander writes it: `<name>`, `[file]`, `[file...]`. */
  readonly form: string
  readonly description: string
  readonly values?: readonly string[]
  /** What a shell offers as values: names that are looked up. */
  readonly names?: NameKind
}

interface OptionSpec {
  /** As commander writes it: `--cloud <name>`. */
  readonly form: string
  readonly description: string
  readonly values?: readonly string[]
  /** What a shell offers as values: names that are looked up. */
  readonly names?: NameKind
  /** May be given several times, or once with commas. */
  readonly repeatable?: boolean
  /** Of what is repeatable: a comma belongs to the value. */
  readonly whole?: boolean
}

/** What is known of a command before it is loaded. */
export interface CommandSpec {
  readonly words: string
  readonly summary: string
  readonly arguments?: readonly ArgumentSpec[]
  readonly options?: readonly OptionSpec[]
  /** What its help says after the options: what the exit code means, where that is particular. */
  readonly notes?: string
  /** `data`: has -o. `events`: has -o and --events, as it takes time. `text`: prints one fixed thing. */
  readonly prints: 'data' | 'events' | 'text'
  /** True for commands that change a cloud: they ask first, unless --yes. */
  readonly asks?: boolean
  readonly load: () => Promise<Command>
}

const cloudOption: OptionSpec = {
  form: '--cloud <name>',
  names: 'clouds',
  description:
    'the cloud, as clouds.yaml names it, or aws:REGION; when absent, where it runs already, what its placement admits, or the default one',
}
const regionOption: OptionSpec = { form: '--region <name>', description: 'the region, where the cloud has several' }
const nameOption: OptionSpec = {
  form: '--name <deployment>',
  description: "the deployment's name; the workload's when absent",
}
const inputOption: OptionSpec = {
  form: '--input <name=value>',
  description: 'a value for an input of the workload',
  repeatable: true,
  whole: true,
}
const parallelismOption: OptionSpec = {
  form: '--parallelism <number>',
  description: 'the most resources worked on at once',
}
const fileArgument: ArgumentSpec = { form: '[file]', description: 'the workload file; workload.yaml when absent' }
const deploymentArgument: ArgumentSpec = {
  form: '[deployment]',
  names: 'deployments',
  description: "the deployment's name; the only one's when absent",
}
const workloadOptions = [cloudOption, regionOption, nameOption, inputOption]

/** Every command, in the order of the help. This file loads nothing, so that help and completions are quick. */
export const commandTable: readonly CommandSpec[] = [
  {
    words: 'challenge',
    summary: 'run workloads on several clouds at once and compare',
    arguments: [{ form: '[file...]', description: 'workload files; the shipped lamp and swarm when absent' }],
    options: [
      {
        form: '--embedded <profiles>',
        description:
          'all embedded clouds, so many of them, or these profiles and files of profiles, separated by commas',
      },
      {
        form: '--cloud <name>',
        names: 'clouds',
        description: 'a cloud of clouds.yaml, or aws:REGION',
        repeatable: true,
      },
      { form: '--faults <file>', description: 'what goes wrong in embedded clouds, as JSON or YAML' },
      {
        form: '--latency <model>',
        description: 'how slow embedded clouds are; none when absent',
        values: ['realistic', 'none'],
      },
      { form: '--parallelism <number>', description: 'the most rounds at once on one cloud' },
      {
        form: '--patience <seconds>',
        description:
          'the longest that one resource or one probe may take; 20 minutes, and what the workload says, when absent',
      },
      {
        form: '--report <folder>',
        description: 'write report.json and report.html there, signed where you have a key',
      },
      { form: '--key <name>', description: 'the key that signs the report; the one called default when absent' },
    ],
    prints: 'events',
    load: async () => (await import('./commands/challenge/run.ts')).challengeCommand,
  },
  {
    words: 'plan',
    summary: 'show what up would do',
    arguments: [fileArgument],
    options: [
      ...workloadOptions,
      { form: '--out <file>', description: 'save the plan, for up --plan' },
      { form: '--json', description: 'the same as -o json' },
      { form: '--destroy', description: 'show what down would do' },
      { form: '--detailed-exitcode', description: 'exit 2 when there are changes' },
    ],
    prints: 'data',
    load: async () => (await import('./commands/deployment/plan.ts')).planCommand,
  },
  {
    words: 'up',
    summary: 'make it run, or bring it in line with its file',
    arguments: [fileArgument],
    options: [
      ...workloadOptions,
      { form: '--plan <file>', description: 'apply exactly this plan' },
      { form: '--dry-run', description: 'show the plan and do nothing' },
      parallelismOption,
    ],
    prints: 'events',
    asks: true,
    load: async () => (await import('./commands/deployment/up.ts')).upCommand,
  },
  {
    words: 'status',
    summary: 'show deployments, their servers and what others changed',
    arguments: [
      { form: '[deployment]', names: 'deployments', description: 'one deployment; a list of all when absent' },
    ],
    options: [
      { form: '--watch [seconds]', description: 'look again every so many seconds; 5 when absent' },
      { form: '--detailed-exitcode', description: 'exit 2 when the cloud differs from what was made' },
    ],
    prints: 'data',
    load: async () => (await import('./commands/deployment/status.ts')).statusCommand,
  },
  {
    words: 'down',
    summary: 'take a deployment away, all of it',
    arguments: [deploymentArgument],
    options: [{ form: '--dry-run', description: 'show the plan and do nothing' }, parallelismOption],
    prints: 'events',
    asks: true,
    load: async () => (await import('./commands/deployment/down.ts')).downCommand,
  },
  {
    words: 'assess',
    summary: 'say what differs between two clouds for a workload, or for what a project has',
    arguments: [
      { form: '[from]', names: 'clouds', description: 'the cloud to leave, as clouds.yaml names it, or aws:REGION' },
      { form: '[to]', names: 'clouds', description: 'the cloud to go to' },
      { form: '[file]', description: 'the workload that moves; what the project has on the first cloud when absent' },
    ],
    options: [
      {
        form: '--all',
        description: 'every way between all configured clouds, as a matrix; takes the file as its only argument',
      },
      { form: '--embedded', description: 'the names are those of embedded clouds, which are started for it' },
      { form: '--from-region <name>', description: 'the region to leave, where the cloud has several' },
      { form: '--to-region <name>', description: 'the region to go to' },
      inputOption,
    ],
    notes:
      'Each difference is absorbed by a rule, needs a choice, or blocks. Exits with 0 when no difference that the workload or the project meets needs a choice or blocks, and with 3 otherwise.',
    prints: 'data',
    load: async () => (await import('./commands/assess/run.ts')).assessCommand,
  },
  {
    words: 'cloud list',
    summary: 'list the clouds that are configured',
    prints: 'data',
    load: async () => (await import('./commands/cloud/list.ts')).cloudListCommand,
  },
  {
    words: 'cloud show',
    summary: "show a cloud's effective settings, without secrets",
    arguments: [{ form: '[name]', names: 'clouds', description: 'the cloud; the default one when absent' }],
    options: [regionOption, { form: '--explain', description: 'say where each value came from' }],
    prints: 'data',
    load: async () => (await import('./commands/cloud/show.ts')).cloudShowCommand,
  },
  {
    words: 'cloud probe',
    summary: "measure a cloud's peculiarities and print the embedded profile that has them",
    arguments: [{ form: '[name]', names: 'clouds', description: 'the cloud; the default one when absent' }],
    options: [
      regionOption,
      { form: '--embedded', description: 'NAME is an embedded profile, which is started for it' },
      { form: '--against <profile>', description: 'an embedded profile, or its file: print what differs, and exit 3' },
    ],
    prints: 'data',
    load: async () => (await import('./commands/cloud/probe.ts')).cloudProbeCommand,
  },
  {
    words: 'cloud serve',
    summary: 'serve embedded clouds until stopped, and print the clouds.yaml that reaches them',
    options: [
      {
        form: '--profile <name>',
        description: 'an embedded profile, or a file with one; classic when absent',
        repeatable: true,
      },
      {
        form: '--port <number>',
        description: 'the first cloud’s port, the others taking the following ones; any free ones when absent',
      },
      {
        form: '--state <folder>',
        description: 'write clouds.yaml and certificates there; the state folder when absent',
      },
      { form: '--latency <model>', description: 'how slow they are; none when absent', values: ['realistic', 'none'] },
      {
        form: '--record <file>',
        description: 'write what they are asked and answer there, a JSON object a line, without secrets',
      },
    ],
    prints: 'text',
    load: async () => (await import('./commands/cloud/serve.ts')).cloudServeCommand,
  },
  {
    words: 'cloud bridge',
    summary: "serve OpenStack's APIs over another kind of cloud until stopped",
    options: [
      { form: '--driver <kind>', description: 'the kind of cloud below', values: ['aws'] },
      { form: '--region <name>', description: 'its region' },
      { form: '--endpoint <url>', description: 'another place than its own, such as a simulation' },
      { form: '--port <number>', description: 'the port on 127.0.0.1; any free one when absent' },
      { form: '--state <folder>', description: "keep the bridge's state and write clouds.yaml there" },
    ],
    prints: 'text',
    load: async () => (await import('./commands/cloud/bridge.ts')).cloudBridgeCommand,
  },
  {
    words: 'report verify',
    summary: "check a report's signature and that no byte of it was changed; needs no network",
    arguments: [{ form: '<file>', description: 'the folder of --report, its report.json, or its report.dsse.json' }],
    options: [
      {
        form: '--key <name>',
        description: 'whose signature counts: a key of yours, or a file with a public key; all of yours when absent',
        repeatable: true,
      },
    ],
    prints: 'data',
    load: async () => (await import('./commands/report/verify.ts')).reportVerifyCommand,
  },
  {
    words: 'report compare',
    summary: 'show what got better and what got worse from one report to the next',
    arguments: [
      { form: '<before>', description: 'the earlier report: a folder of --report, or a JSON file' },
      { form: '<after>', description: 'the later one' },
    ],
    prints: 'data',
    load: async () => (await import('./commands/report/compare.ts')).reportCompareCommand,
  },
  {
    words: 'key create',
    summary: 'make a key that signs reports',
    arguments: [{ form: '[name]', description: 'its name; default, which signs without being named, when absent' }],
    prints: 'data',
    load: async () => (await import('./commands/key/create.ts')).keyCreateCommand,
  },
  {
    words: 'key list',
    summary: 'list your keys, and those of others that you trust',
    prints: 'data',
    load: async () => (await import('./commands/key/list.ts')).keyListCommand,
  },
  {
    words: 'key show',
    summary: 'print a public key and its id',
    arguments: [{ form: '[name]', description: 'the key; default when absent' }],
    prints: 'data',
    load: async () => (await import('./commands/key/show.ts')).keyShowCommand,
  },
  {
    words: 'key trust',
    summary: "keep somebody else's public key, so that their reports are verified",
    arguments: [
      { form: '<name>', description: 'what you call it' },
      { form: '<file>', description: 'a PEM file with the public key' },
    ],
    prints: 'data',
    load: async () => (await import('./commands/key/trust.ts')).keyTrustCommand,
  },
  {
    words: 'schema',
    summary: 'print the JSON Schema of workload files, for editors',
    prints: 'text',
    load: async () => (await import('./commands/workload/schema.ts')).schemaCommand,
  },
  {
    words: 'explain',
    summary: 'say what a field of the workload file means',
    arguments: [{ form: '[path]', description: 'for example workload.components.probes; all of it when absent' }],
    options: [{ form: '--recursive', description: 'the fields below, at every depth' }],
    prints: 'data',
    load: async () => (await import('./commands/workload/explain.ts')).explainCommand,
  },
  {
    words: 'doctor',
    summary: 'check what portolan needs, and say how to mend it',
    arguments: [{ form: '[cloud]', names: 'clouds', description: 'the cloud to try; the default one when absent' }],
    prints: 'data',
    load: async () => (await import('./commands/setup/doctor.ts')).doctorCommand,
  },
  {
    words: 'completion',
    summary: 'print the completion script of a shell',
    arguments: [{ form: '<shell>', description: 'the shell', values: ['bash', 'zsh', 'fish', 'powershell'] }],
    prints: 'text',
    load: async () => (await import('./commands/setup/completion.ts')).completionCommand,
  },
]

/** The topics of `portolan help TOPIC` beside the commands. */
export const helpTopics = ['environment', 'exit-codes', 'formatting'] as const
