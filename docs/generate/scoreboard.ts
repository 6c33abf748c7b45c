import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Draws docs/scoreboard.svg from what `npm run challenge` prints: a real run of the built command. */
const root = join(import.meta.dirname, '..', '..')
const command = 'portolan challenge --embedded 3'
const { stdout, stderr } = await promisify(execFile)(
  process.execPath,
  [join(root, 'dist', 'cli', 'main.js'), ...command.split(' ').slice(1)],
  { env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1' } },
)
const summary = stderr.split('\n').filter((line) => line.includes(' rounds: '))
const lines = [`$ ${command}`, '', ...stdout.trimEnd().split('\n'), '', ...summary]

const [columnWidth, lineHeight, margin] = [8.43, 22, 24]
const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * columnWidth + 2 * margin)
const height = lines.length * lineHeight + 2 * margin
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const coloured = (line: string) =>
  escaped(line)
    .replaceAll(/\bpassed\b/g, '<tspan class="good">passed</tspan>')
    .replaceAll(/\b(failed|broken)(?=\s{2,}\d)/g, '<tspan class="bad">$1</tspan>')
const styleOf = (line: string) => (line.startsWith('$') ? 'command' : line.startsWith('WORKLOAD') ? 'head' : 'plain')
const rows = lines.map(
  (line, index) =>
    `  <text x="${margin}" y="${margin + (index + 0.75) * lineHeight}" class="${styleOf(line)}">${coloured(line)}</text>`,
)

await writeFile(
  join(root, 'docs', 'scoreboard.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Two workloads on three clouds, every round passed">
  <style>
    text { font: 14px ui-monospace, 'DejaVu Sans Mono', monospace; white-space: pre; fill: #d7dee8; }
    .command { fill: #8fb8f0; } .head { font-weight: 700; } .good { fill: #6fd08c; } .bad { fill: #ff8080; }
  </style>
  <rect width="${width}" height="${height}" rx="10" fill="#131a22"/>
${rows.join('\n')}
</svg>
`,
)
