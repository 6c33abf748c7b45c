import { durationText } from '../../lib/duration-text.ts'
import type { FailoverEvent } from '../../workload/placement/failover-event.ts'
import type { RunEvent } from '../../workload/run-event.ts'
import type { Context } from '../context.ts'
import { failoverLine } from './failover-line.ts'
import { openLiveRegion } from './live-region.ts'

/** Shows a run while it goes on. */
export interface RunBoard {
  show(event: RunEvent | FailoverEvent): void
  /** Call it when the run is over, however it ended. */
  close(): void
}

const doing = { create: 'Creating', update: 'Changing', delete: 'Destroying' } as const
const did = { create: 'Created', update: 'Changed', delete: 'Destroyed' } as const

const refreshMs = 100
const patienceMs = 10_000

/** On a terminal what is in flight is redrawn in place below what is done; else a line at each start, every ten seconds, and at each end. */
export const openRunBoard = async (context: Context): Promise<RunBoard> =>
  context.world.stderr.isTTY ? liveBoard(context) : plainBoard(context)

const plainBoard = (context: Context): RunBoard => {
  const { clock } = context.world
  const inFlight = new Map<string, { readonly line: string; readonly startedAt: number }>()
  const timer = setInterval(() => {
    for (const { line, startedAt } of inFlight.values())
      context.say(`${line} [${durationText(clock.now() - startedAt)} elapsed]`)
  }, patienceMs)
  timer.unref()
  return {
    show: (event) => {
      if (event.type === 'node.started') {
        inFlight.set(event.key, {
          line: `${event.key}: Still ${doing[event.action].toLowerCase()}...`,
          startedAt: clock.now(),
        })
        context.say(`${event.key}: ${doing[event.action]}...`)
      }
      const line = endLine(event)
      if (!line) return
      if ('key' in event) inFlight.delete(event.key)
      context.say(line)
    },
    close: () => clearInterval(timer),
  }
}

const liveBoard = async (context: Context): Promise<RunBoard> => {
  const { world, messageColors: colors } = context
  const region = await openLiveRegion(world.stderr)
  const inFlight = new Map<string, { readonly text: string; readonly startedAt: number }>()
  let done = 0
  let operations = 0
  const draw = () => {
    const room = Math.max(3, (world.stderr.rows ?? 24) - 4)
    const rows = [...inFlight.values()].slice(0, room)
    const hidden = inFlight.size - rows.length
    region.draw([
      `${colors.bold(`${done}/${operations}`)} done${hidden > 0 ? `, ${hidden} more in flight` : ''}`,
      ...rows.map(({ text, startedAt }) => `  ${text} ${colors.dim(durationText(world.clock.now() - startedAt))}`),
    ])
  }
  const timer = setInterval(draw, refreshMs)
  timer.unref()
  return {
    show: (event) => {
      if (event.type.startsWith('failover.')) {
        region.done()
        const line = endLine(event)
        if (line) context.say(line)
      }
      if (event.type === 'run.started') {
        operations = event.operations
        done = 0
        inFlight.clear()
      }
      if (event.type === 'node.started')
        inFlight.set(event.key, { text: `${doing[event.action]} ${event.key}`, startedAt: world.clock.now() })
      if (event.type === 'node.done') done += 1
      if (event.type === 'node.done' || event.type === 'node.failed') inFlight.delete(event.key)
    },
    close: () => {
      clearInterval(timer)
      draw()
      region.done()
    },
  }
}

const endLine = (event: RunEvent | FailoverEvent): string | undefined => {
  switch (event.type) {
    case 'node.done': {
      const id = event.nativeId ? ` [id=${event.nativeId}]` : ''
      return `${event.key}: ${did[event.action]} after ${durationText(event.elapsedMs)}${id}`
    }
    case 'node.failed':
      return `${event.key}: Failed after ${durationText(event.elapsedMs)}: ${event.message}`
    case 'node.blocked':
      return `${event.key}: Not tried, since ${event.by} failed`
    case 'run.draining':
      return `Waiting for ${event.inFlight} in flight`
    default:
      return event.type.startsWith('failover.') ? failoverLine(event as FailoverEvent) : undefined
  }
}
