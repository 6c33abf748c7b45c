import { z } from 'zod'
import { architectures, flavorTraits } from '../model/flavor.ts'
import { parsePort } from './ports.ts'
import { parseSizeMiB } from './sizes.ts'

/** Lower-case words joined by single dashes: fit for a host name on every cloud, and never containing `--`. */
const namePattern = /^[a-z](?:-?[a-z0-9])*$/

const name = z
  .string()
  .max(30)
  .regex(namePattern, { error: 'expected lower-case letters, digits and single dashes, beginning with a letter' })
  .meta({
    description: 'Lower-case letters, digits and single dashes, beginning with a letter; at most 30 characters.',
  })

const size = z
  .string({ error: 'expected a size with its unit, such as 512 MiB or 2 GiB' })
  .transform((written, context) => {
    const parsed = parseSizeMiB(written)
    if (parsed && parsed > 0) return parsed
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(written)} is not a size: write 512 MiB, 2 GiB or 1 TiB`,
    })
    return z.NEVER
  })

const port = z.union([z.int(), z.string()]).transform((written, context) => {
  const parsed = parsePort(written)
  if (parsed) return parsed
  context.addIssue({ code: 'custom', message: `${JSON.stringify(written)} is not a port: write 80, 80/tcp or 53/udp` })
  return z.NEVER
})

const version = z
  .union([z.int(), z.string()], { error: 'expected the version in quotes, such as "24.04"' })
  .transform(String)

const image = z
  .strictObject({
    os: z.string().toLowerCase().default('debian').meta({
      description: 'The distribution, as in the image property os_distro: debian, ubuntu, rocky, fedora ...',
    }),
    version: version
      .optional()
      .meta({ description: 'For example "12" or "24.04", in quotes. Absent: the newest that the cloud has.' }),
    architecture: z
      .enum(architectures)
      .optional()
      .meta({ description: 'The processor architecture. Absent: x86_64 where the cloud has it, else what it has.' }),
  })
  .meta({
    description:
      'The operating system to boot. The image is looked for on each cloud; its name and id are never written here.',
  })

const resources = z
  .strictObject({
    cpus: z.number().positive().optional().meta({ description: 'The least number of virtual processors.' }),
    memory: size.optional().meta({ description: 'The least memory, with its unit: 512 MiB, 2 GiB.' }),
    disk: size.optional().meta({ description: 'The least root disk, with its unit: 10 GiB.' }),
  })
  .meta({ description: 'Minimums. The cheapest flavor that meets them all is taken.' })

const trait = z.enum(flavorTraits)
const traits = z
  .strictObject({
    required: z.array(trait).default([]).meta({ description: 'Traits that the flavor must have.' }),
    forbidden: z.array(trait).default([]).meta({ description: 'Traits that the flavor must not have.' }),
  })
  .meta({ description: 'gpu, dedicated, confidential, spot and bare_metal are never taken unless required here.' })

const volume = z
  .strictObject({
    size: size.meta({ description: 'With its unit: 10 GiB.' }),
    mount: z
      .string()
      .regex(/^\/[\w./-]+$/, { error: 'expected an absolute path, such as /srv/data' })
      .optional()
      .meta({
        description: 'Where it is mounted, after packages are installed and before setup.run. Absent: attached only.',
      }),
    filesystem: z.enum(['ext4', 'xfs']).default('ext4').meta({ description: 'Made only when the volume is blank.' }),
    type: z.string().optional().meta({ description: 'A volume type of the cloud. Absent: its default.' }),
  })
  .meta({ description: 'A disk of its own for each instance.' })

const file = z.union([
  z.string(),
  z.strictObject({
    content: z.string().meta({ description: `May have templates: \${...}. $\${ stands for \${.` }),
    mode: z
      .string()
      .regex(/^0?[0-7]{3}$/, { error: 'expected three octal digits in quotes, such as "0644"' })
      .default('0644')
      .meta({ description: 'In octal, in quotes.' }),
    owner: z
      .string()
      .regex(/^[a-z_][a-z0-9_-]*(:[a-z_][a-z0-9_-]*)?$/, { error: 'expected user or user:group' })
      .default('root:root')
      .meta({
        description: 'user:group. The file is written before packages are installed: the user must exist by then.',
      }),
  }),
])

const setup = z
  .strictObject({
    packages: z.array(z.string()).default([]).meta({ description: "The distribution's own packages." }),
    run: z.array(z.string()).default([]).meta({
      description: `Shell commands, in order, once, at first boot. May have templates: \${...}. $\${ stands for \${.`,
    }),
  })
  .meta({ description: 'What cloud-init does at the first boot.' })

const probe = z
  .strictObject({
    port: port.optional().meta({ description: 'Absent for an http probe: 80.' }),
    http: z
      .string()
      .startsWith('/')
      .optional()
      .meta({ description: 'A path to GET. Absent: the port is only connected to.' }),
    status: z.int().min(100).max(599).default(200).meta({ description: 'The HTTP status that is a success.' }),
    contains: z.string().optional().meta({ description: 'Text that the HTTP answer must contain.' }),
    timeout: z.number().positive().default(600).meta({ description: 'Seconds until the probe has failed.' }),
  })
  .refine((value) => value.port !== undefined || value.http !== undefined, {
    error: 'a probe needs a port or an http path',
  })
  .meta({
    description:
      'A question that the running workload must answer, asked from outside of every instance that exposes the port.',
  })

const place = z
  .strictObject({
    cloud: z.string().optional().meta({ description: "A cloud's name, or aws:REGION; * stands for any text." }),
    region: z.string().optional().meta({ description: "A region's name; * stands for any text." }),
    zone: z.string().optional().meta({ description: "An availability zone's name; * stands for any text." }),
  })
  .meta({ description: 'What is absent may be anything.' })

const placement = z
  .strictObject({
    any_of: z.array(place).min(1).optional().meta({
      description:
        'The best of these: the cheapest where prices are told. Instances are spread over all zones that match.',
    }),
    ordered: z.array(place).min(1).optional().meta({ description: 'The first of these that is possible.' }),
  })
  .refine((value) => !value.any_of || !value.ordered, { error: 'placement takes any_of or ordered, not both' })
  .meta({ description: 'Where it may run. Absent: on the default cloud, or the one that is named.' })

const component = z
  .strictObject({
    description: z.string().optional().meta({ description: 'For readers.' }),
    count: z.int().min(1).max(10_000).default(1).meta({ description: 'How many instances.' }),
    image: image.prefault({}),
    resources: resources.prefault({}),
    traits: traits.prefault({}),
    networks: z
      .array(name)
      .min(1)
      .optional()
      .meta({ description: 'The networks that each instance is on. Absent: the first one.' }),
    volumes: z.record(name, volume).default({}).meta({ description: 'Volumes by name.' }),
    files: z.record(z.string().startsWith('/'), file).default({}).meta({
      description: 'Files by absolute path: the content, or content with mode and owner.',
    }),
    setup: setup.prefault({}),
    provides: z
      .record(name, z.union([port, z.array(port).min(1)]))
      .default({})
      .meta({
        description:
          'Capabilities by name, each with its port or ports: sql: 3306. Reachable only by components that require it.',
      }),
    requires: z
      .record(
        name,
        z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/, {
          error: 'expected component.capability, such as database.sql',
        }),
      )
      .default({})
      .meta({
        description:
          'Relations by name: store: database.sql. A component may require its own capability: its instances are peers.',
      }),
    expose: z
      .array(port)
      .default([])
      .meta({ description: 'Ports reachable from outside. Each instance gets a public address.' }),
    expose_to: z
      .array(z.cidrv4())
      .min(1)
      .default(['0.0.0.0/0'])
      .meta({ description: 'Who may reach the exposed ports.' }),
    listens: z
      .array(port)
      .default([])
      .meta({ description: 'Further ports that the guests listen on; nothing is opened for them.' }),
    probes: z.record(name, probe).default({}).meta({ description: 'Probes by name.' }),
    placement: placement.optional(),
  })
  .meta({ description: 'One part of the workload: a number of like servers.' })

const input = z
  .strictObject({
    type: z.enum(['string', 'number', 'boolean']).default('string').meta({ description: 'What values are taken.' }),
    default: z
      .union([z.string(), z.number(), z.boolean()])
      .optional()
      .meta({ description: 'Absent: a value must be given.' }),
    one_of: z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .optional()
      .meta({ description: 'The only values that are taken.' }),
    description: z.string().optional().meta({ description: 'For those who give the value.' }),
  })
  .meta({ description: `A value given with --input NAME=VALUE, used as \${inputs.NAME}.` })

const secret = z
  .strictObject({
    env: z.string().min(1).optional().meta({ description: 'The environment variable that holds it.' }),
    file: z.string().min(1).optional().meta({ description: 'The file that holds it.' }),
    generate: z.int().min(8).max(128).optional().meta({
      description: 'Made up, of so many letters and digits; the same as long as the deployment lives.',
    }),
  })
  .refine((value) => [value.env, value.file, value.generate].filter((one) => one !== undefined).length === 1, {
    error: 'a secret comes from exactly one of env, file and generate',
  })
  .meta({ description: `Where a secret comes from, used as \${secrets.NAME}. Its value is in no plan and no journal.` })

const network = z
  .strictObject({
    range: z.cidrv4().optional().meta({ description: 'Its private range. Absent: 10.42.N.0/24.' }),
    internet: z.boolean().default(true).meta({ description: 'Whether its servers can reach the internet.' }),
  })
  .meta({ description: 'A private network. Clouds without tenant networks use their provider network instead.' })

/** The workload file. Every field that can be optional is; every field's meaning stands beside it and is what `portolan explain` shows. */
export const workloadSchema = z
  .strictObject({
    name: name.meta({
      description:
        'What deployments are called unless told otherwise. Lower-case letters, digits and single dashes; at most 30 characters.',
    }),
    description: z.string().optional().meta({ description: 'For readers.' }),
    inputs: z
      .record(z.string().regex(/^[a-z][a-z0-9_]*$/), input)
      .default({})
      .meta({ description: 'Inputs by name.' }),
    secrets: z
      .record(z.string().regex(/^[a-z][a-z0-9_]*$/), secret)
      .default({})
      .meta({ description: 'Secrets by name.' }),
    ssh_key: z
      .string()
      .regex(/^(ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/=]+( .*)?$/, {
        error: "expected a public key in OpenSSH's one-line form",
      })
      .optional()
      .meta({ description: 'A public key put into every server. Port 22 is open only where a component exposes it.' }),
    networks: z.record(name, network).default({}).meta({ description: 'Networks by name. Absent: one, called main.' }),
    components: z
      .record(name, component)
      .refine((value) => Object.keys(value).length > 0, { error: 'a workload needs at least one component' })
      .meta({ description: 'Components by name.' }),
    placement: placement
      .optional()
      .meta({ description: 'Where components may run that have no placement of their own.' }),
  })
  .meta({ title: 'Portolan workload', description: 'One workload, for any cloud.' })

/** A workload as its author writes it: in YAML, JSON or through the builder. */
export type WorkloadDocument = z.input<typeof workloadSchema>

/** A workload with every default filled in, sizes in MiB and ports parsed. */
export type CompleteDocument = z.output<typeof workloadSchema>
export type Component = CompleteDocument['components'][string]
export type Placement = NonNullable<CompleteDocument['placement']>
export type SecretReference = CompleteDocument['secrets'][string]
