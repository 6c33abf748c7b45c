import type { Colors } from 'picocolors/types.js'
import type { ChallengeEvent } from '../../challenge/challenge-event.ts'
import type { Round, Verdict } from '../../challenge/challenge-report.ts'
import { durationText } from '../../lib/duration-text.ts'
import type { Context } from '../context.ts'
import { openLiveRegion } from './live-region.ts'

/** Shows a challenge while it runs. */
export interface ChallengeBoard {
  show(event: ChallengeEvent): void
  /** Call it when the challenge is over, however it ended. */
  close(): void
}

interface Row {
  readonly workload: string
  readonly cloud: string
  phase: string
  startedAt: number | undefined
  message: string
  round: Round | undefined
}

const refreshMs = 100

/** One row a round on a terminal, redrawn in place; else one line whenever a phase ends. */
export const openChallengeBoard = async (context: Context): Promise<ChallengeBoard> =>
  context.world.stderr.isTTY ? liveBoard(context) : plainBoard(context)

const plainBoard = (context: Context): ChallengeBoard => ({
  show: (event) => {
    if (event.type === 'phase.finished') {
      const detail = event.detail ? `: ${event.detail}` : ''
      const name = `${event.workload} on ${event.cloud}`
      if (event.result !== 'skipped')
        context.say(`${name}: ${event.phase} ${event.result} after ${durationText(event.elapsedMs)}${detail}`)
    }
    if (event.type === 'round.finished') {
      const { verdict, cause, elapsedMs } = event.round
      const because = cause ? `: ${cause}` : ''
      context.say(
        `${event.workload} on ${event.cloud}: ${verdict.toUpperCase()} in ${durationText(elapsedMs)}${because}`,
      )
    }
  },
  close: () => {},
})

const liveBoard = async (context: Context): Promise<ChallengeBoard> => {
  const { world, messageColors: colors } = context
  const region = await openLiveRegion(world.stderr)
  const rows = new Map<string, Row>()
  const draw = () => region.draw(boardLines([...rows.values()], world.clock.now(), world.stderr.columns ?? 80, colors))
  const timer = setInterval(draw, refreshMs)
  timer.unref()
  return {
    show: (event) => {
      if (event.type === 'challenge.started')
        for (const { workload, cloud } of event.rounds)
          rows.set(`${workload} ${cloud}`, {
            workload,
            cloud,
            phase: 'waiting',
            startedAt: undefined,
            message: '',
            round: undefined,
          })
      if (!('cloud' in event)) return draw()
      const row = rows.get(`${event.workload} ${event.cloud}`)
      if (!row) return
      if (event.type === 'phase.started') {
        row.phase = event.phase
        row.startedAt ??= world.clock.now()
        row.message = ''
      }
      if (event.type === 'round.message') row.message = event.message
      if (event.type === 'phase.finished' && event.detail) row.message = event.detail
      if (event.type === 'round.finished') row.round = event.round
    },
    close: () => {
      clearInterval(timer)
      draw()
      region.done()
    },
  }
}

const titles = ['WORKLOAD', 'CLOUD', 'PHASE', 'TIME', 'VERDICT']

const boardLines = (rows: readonly Row[], now: number, columns: number, colors: Colors): readonly string[] => {
  const cells = rows.map((row) => [row.workload, row.cloud, phaseOf(row), timeOf(row, now), row.round?.verdict ?? ''])
  const widths = titles.map((title, index) => Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)))
  const used = widths.reduce((sum, width) => sum + width + 3, 0)
  const line = (texts: readonly string[]) => texts.map((text, index) => text.padEnd(widths[index] ?? 0)).join('   ')
  return [
    colors.bold(`${line(titles)}   LAST MESSAGE`),
    ...rows.map((row, index) => {
      const message = (row.round?.cause ?? row.message).slice(0, Math.max(0, columns - used - 1))
      const texts = cells[index] ?? []
      const verdict = row.round ? paint(row.round.verdict, colors) : (text: string) => text
      return `${line(texts.slice(0, 4))}   ${verdict((texts[4] ?? '').padEnd(widths[4] ?? 0))}   ${colors.dim(message)}`
    }),
  ]
}

const phaseOf = ({ round, phase }: Row): string => (round ? 'done' : phase)

const timeOf = ({ round, startedAt }: Row, now: number): string => {
  if (round) return durationText(round.elapsedMs)
  return startedAt === undefined ? '' : durationText(now - startedAt)
}

const paint = (verdict: Verdict, colors: Colors) => (text: string) =>
  ({ passed: colors.green, failed: colors.red, broken: colors.yellow })[verdict](text)
