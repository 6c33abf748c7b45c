import { describe, expect, it } from 'vitest'
import { readWorkload } from './read-workload.ts'
import { secretSource } from './secret-source.ts'

const read = (text: string, more: Partial<Parameters<typeof readWorkload>[0]> = {}) =>
  readWorkload({ file: 'w.yaml', text, ...more })
const shown = (text: string, more = {}) =>
  read(text, more).diagnostics.map(
    ({ at, summary, hint }) => `${at ? `${at.line}:${at.column} ` : ''}${summary}${hint ? ` | ${hint}` : ''}`,
  )

describe('readWorkload', () => {
  it('fills in every default, so that a name and an empty component are enough', () => {
    const { workload, diagnostics } = read('name: tiny\ncomponents:\n  box: {}\n')
    expect(diagnostics).toEqual([])
    expect(workload?.document.components.box).toMatchObject({
      count: 1,
      image: { os: 'debian' },
      traits: { required: [], forbidden: [] },
      setup: { packages: [], run: [] },
      expose: [],
    })
  })

  it('shows all mistakes at once, each at its place, in their order', () => {
    expect(
      shown(`name: Lamp
descripton: typo
components:
  web:
    count: two
    image: {os: debian, architecture: x86-64}
    resources: {memory: 2 GB}
    requires: {store: databse.sql}
    expose: [80, 99999]
    setup:
      run:
        - echo \${self.adress}
        - echo \${inputs.title} \${requires.shop.address}
  database:
    provides: {sql: 3306}
    volume: {}
`),
    ).toEqual([
      '1:7 expected lower-case letters, digits and single dashes, beginning with a letter',
      '2:1 there is no field descripton | did you mean description?',
      '5:12 expected a number, not "two"',
      '6:39 "x86-64" is not one of x86_64, aarch64, ppc64le, s390x, riscv64 | did you mean x86_64?',
      '7:25 "2 GB" is not a size: write 512 MiB, 2 GiB or 1 TiB',
      '8:23 there is no component databse | did you mean database?',
      '9:18 99999 is not a port: write 80, 80/tcp or 53/udp',
      expect.stringMatching(/^12:16 \$\{self\.adress\} is no template: .*write \$\$\{self\.adress\}/),
      '13:18 there is no title under inputs | write it under inputs',
      '13:34 there is no shop under requires | there are store',
      '16:5 there is no field volume in components.database | did you mean volumes?',
    ])
  })

  it('shows broken YAML with its place', () => {
    const [first] = shown('name: a\ncomponents: {web: [}\n')
    expect(first).toMatch(/^2:\d+ /)
    expect(shown('')).toEqual(['1:1 the file is empty'])
    expect(shown('name: a\n---\nname: b\n')).toEqual([expect.stringContaining('second document')])
    expect(shown('just text')).toEqual(['1:1 expected a mapping, not "just text"'])
  })

  it('shows the way of a cycle and lets instances of one component be peers', () => {
    const cyclic = `name: a
components:
  web: {provides: {http: 80}, requires: {b: app.http}}
  app: {provides: {http: 80}, requires: {c: db.http}}
  db: {provides: {http: 80}, requires: {d: web.http}}
`
    expect(shown(cyclic)).toEqual([expect.stringMatching(/^3:31 .* cycle: web -> app -> db -> web/)])
    expect(shown('name: a\ncomponents:\n  n: {provides: {x: 80}, requires: {peers: n.x}}')).toEqual([])
  })

  it('refuses what could take for ever, at once', () => {
    const started = performance.now()
    expect(shown(`a: ${'x'.repeat(100 * 1024 * 1024)}`)).toEqual(['1:1 the file is longer than 1024 KiB'])
    expect(shown('['.repeat(500_000))).toEqual(['1:65 it is nested deeper than 64 levels'])
    expect(shown('- '.repeat(300_000))).toEqual([expect.stringContaining('nested deeper')])
    expect(shown('{a: '.repeat(200_000))).toEqual([expect.stringContaining('nested deeper')])
    const stairs = Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')
    expect(shown(stairs)).toEqual([expect.stringContaining('nested deeper')])
    const bomb = `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`
    expect(shown(bomb)).toEqual([expect.stringMatching(/^2:8 .*alias/i)])
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('keeps a version as it was written, and quotes are not needed', () => {
    const { workload } = read('name: a\ncomponents:\n  b: {image: {os: Ubuntu, version: 24.10}}')
    expect(workload?.document.components.b?.image).toMatchObject({ os: 'ubuntu', version: '24.10' })
  })

  it('binds inputs: given ones first, then defaults, and names what is wrong with them', () => {
    const text = `name: a
inputs:
  title: {default: hello}
  size: {type: number}
  tier: {one_of: [small, large], default: small}
components: {b: {}}
`
    expect(read(text, { inputs: { size: '3', tier: 'large' } }).workload?.inputs).toEqual({
      title: 'hello',
      size: '3',
      tier: 'large',
    })
    expect(shown(text, { inputs: { titel: 'x', tier: 'huge' } })).toEqual([
      'the workload has no input titel | did you mean title?',
      '4:3 the input size has no value | give --input size=VALUE',
      '5:3 the input tier must be one of small, large, not "huge"',
    ])
  })

  it('names every secret that has no value, and no value of any', () => {
    const text = `name: a
secrets:
  one: {env: ONE}
  two: {file: two.txt}
  three: {generate: 24}
  four: {env: X, file: y}
components: {b: {}}
`
    expect(
      shown(text.replace('  four: {env: X, file: y}\n', ''), {
        secrets: secretSource({ env: {}, readFile: () => undefined, key: new Uint8Array(32) }),
      }),
    ).toEqual([
      '3:3 the environment variable ONE is not set | export ONE=...',
      '4:3 the file two.txt cannot be read or is empty | write the secret two into it',
    ])
    expect(shown(text)).toEqual(['6:9 a secret comes from exactly one of env, file and generate'])
  })

  it('finds contradictions: overlapping networks, probes of closed ports, mounts and traits given twice', () => {
    expect(
      shown(`name: a
networks:
  one: {range: 198.18.0.0/20}
  two: {range: 198.18.4.0/24}
components:
  b:
    networks: [one, three]
    probes: {page: {http: /, port: 8080}}
    volumes:
      x: {size: 1 GiB, mount: /srv}
      y: {size: 1 GiB, mount: /srv}
    traits: {required: [gpu], forbidden: [gpu]}
`),
    ).toEqual([
      '4:16 198.18.4.0/24 overlaps with 198.18.0.0/20 of the network one',
      '7:21 there is no network three | there are one, two',
      '8:14 the probe page asks port 8080, which b neither exposes nor provides | write expose: [8080] there, or probe another port',
      '11:31 /srv is where the volume x is mounted',
      '12:43 gpu is required and forbidden',
    ])
  })
})
