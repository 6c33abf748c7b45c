import { randomBytes } from 'node:crypto'
import type { CreateCall } from '../../call.ts'
import type { LifeSentence } from '../life-rules.ts'
import { type BreakDriver, breakingAny, haunted, listing, type MethodPath, refusingTwice } from './breaking.ts'

/** The places of the methods that a kind of resource comes and goes by. */
export interface LifePaths {
  readonly create: MethodPath
  readonly get: MethodPath
  readonly list: MethodPath
  readonly delete: MethodPath
}

/** For every rule about what comes and goes, a way to break it. */
export const lifeBreakers = <Prefix extends string>(
  prefix: Prefix,
  paths: LifePaths,
): { readonly [Name in `${Prefix}: ${LifeSentence}`]: BreakDriver } => {
  const breakers: { readonly [Sentence in LifeSentence]: BreakDriver } = {
    'the same token makes it once': withCreateCall(paths.create, () => (call) => ({ ...call, token: anotherToken() })),
    'the same token, used three times at once, makes it once': breakingAny(paths.create, (good) => {
      let underway = 0
      return async (spec, call) => {
        const token = underway > 0 ? { token: anotherToken() } : {}
        underway += 1
        try {
          return await good(spec, { ...(call as CreateCall), ...token })
        } finally {
          underway -= 1
        }
      }
    }),
    // A driver object that knows only the tokens that it was itself given.
    'the same token makes it once across a restart': withCreateCall(paths.create, () => {
      const own = anotherToken()
      return (call) => ({ ...call, token: `${call.token}-${own}` })
    }),
    'what was deleted is not found': haunted(paths.get),
    'deleting twice is deleting once': refusingTwice(paths.delete, 'not_found'),
    'a list shows what is there and no more what is gone': listing(paths.list, () => []),
    'getting and listing tell the same': listing(paths.list, (items) => items.map((item) => ({ ...item, more: true }))),
    'a create whose call was aborted makes nothing': withCreateCall(paths.create, () => (call) => ({
      ...call,
      signal: new AbortController().signal,
    })),
    'a read whose call was aborted is canceled': breakingAny(
      paths.list,
      (good) => () => good({ signal: new AbortController().signal }),
    ),
    'a list asks for nothing once its reader stops': listing(paths.list, (items) => items),
  }
  return Object.fromEntries(
    Object.entries(breakers).map(([sentence, breaker]) => [`${prefix}: ${sentence}`, breaker]),
  ) as { readonly [Name in `${Prefix}: ${LifeSentence}`]: BreakDriver }
}

const anotherToken = (): string => randomBytes(4).toString('hex')

const withCreateCall =
  (path: MethodPath, other: () => (call: CreateCall) => CreateCall): BreakDriver =>
  (driver) => {
    const change = other()
    return breakingAny(path, (good) => (spec, call) => good(spec, change(call as CreateCall)))(driver)
  }
