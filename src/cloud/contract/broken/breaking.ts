import { collect } from '../../../lib/async-iterable.ts'
import { CloudError, type ErrorCode } from '../../../model/cloud-error.ts'
import type { CloudDriver } from '../../driver.ts'
import type { Groups } from '../../groups.ts'

/** Makes a driver that breaks one rule out of one that keeps it. */
export type BreakDriver = (driver: CloudDriver) => CloudDriver

type Groupish<Name extends keyof Groups> = NonNullable<Groups[Name]>
type IsMethod<Member> = Member extends (...args: never[]) => unknown ? true : false

/** A method's place in a driver: `volumes.delete`, `images.content.upload`. */
export type MethodPath = {
  [Name in keyof Groups]-?: {
    [Key in keyof Groupish<Name> & string]-?: IsMethod<NonNullable<Groupish<Name>[Key]>> extends true
      ? `${Name}.${Key}`
      : `${Name}.${Key}.${keyof NonNullable<Groupish<Name>[Key]> & string}`
  }[keyof Groupish<Name> & string]
}[keyof Groups]

type Step<Type, Key> = NonNullable<NonNullable<Type>[Key & keyof NonNullable<Type>]>
type MethodAt<Path extends MethodPath> = Path extends `${infer Name}.${infer Inner}.${infer Key}`
  ? Step<Step<Step<Groups, Name>, Inner>, Key>
  : Path extends `${infer Name}.${infer Key}`
    ? Step<Step<Groups, Name>, Key>
    : never

/** Replaces one method by what is made of it, leaving all others as they are. */
export const breaking =
  <const Path extends MethodPath>(
    path: Path,
    broken: (good: MethodAt<Path>, driver: CloudDriver) => MethodAt<Path>,
  ): BreakDriver =>
  (driver) =>
    replaced(driver, path.split('.'), (good) => broken(good as MethodAt<Path>, driver))

/** Replaces a method without knowing what it takes and gives. */
export const breakingAny = (path: MethodPath, broken: (good: AnyMethod) => AnyMethod): BreakDriver =>
  breaking(path, (good) => broken(good as unknown as AnyMethod) as never)

export type AnyMethod = (...args: readonly unknown[]) => Promise<unknown>

/** Takes for good what it should refuse. */
export const accepting = (path: MethodPath): BreakDriver =>
  breakingAny(path, (good) => async (...args) => {
    try {
      return await good(...args)
    } catch {
      return { ...Object(args[0]), id: 'made-up' }
    }
  })

/** Says that all went well and does nothing. */
export const ignoring = (path: MethodPath): BreakDriver => breakingAny(path, () => async () => ({ id: 'made-up' }))

/** Always refuses. */
export const refusing = (path: MethodPath, code: ErrorCode): BreakDriver =>
  breakingAny(path, () => async () => {
    throw new CloudError(code, 'broken on purpose')
  })

/** Refuses what was done once already with the same first argument. */
export const refusingTwice = (path: MethodPath, code: ErrorCode): BreakDriver =>
  breakingAny(path, (good) => {
    const done = new Set<unknown>()
    return async (...args) => {
      const key = JSON.stringify(args[0])
      if (done.has(key)) throw new CloudError(code, 'broken on purpose')
      done.add(key)
      return good(...args)
    }
  })

/** Does what it should, and gives something else. */
export const giving = (path: MethodPath, other: (result: Fields) => object): BreakDriver =>
  breakingAny(
    path,
    (good) =>
      async (...args) =>
        other((await good(...args)) as Fields),
  )

/** Does something else than what it was asked for in its first argument. */
export const asking = (path: MethodPath, other: (asked: Fields) => object): BreakDriver =>
  breakingAny(
    path,
    (good) =>
      async (...args) =>
        good(other(args[0] as Fields), ...args.slice(1)),
  )

/** Lists something else. */
export const listing = (path: MethodPath, other: (items: readonly Fields[]) => readonly object[]): BreakDriver =>
  breakingAny(path, (good) => ((...args: readonly unknown[]) => list(good, other, args)) as unknown as AnyMethod)

/** Gives what it gave before when there is nothing any more. */
export const haunted = (path: MethodPath): BreakDriver =>
  breakingAny(path, (good) => {
    const ghosts = new Map<unknown, unknown>()
    return async (...args) => {
      try {
        const found = await good(...args)
        ghosts.set(args[0], found)
        return found
      } catch (error) {
        if (ghosts.has(args[0])) return ghosts.get(args[0])
        throw error
      }
    }
  })

/** Gives always what it gave first, for the same first argument. */
export const frozen = (path: MethodPath): BreakDriver =>
  breakingAny(path, (good) => {
    const first = new Map<unknown, unknown>()
    return async (...args) => {
      const key = typeof args[0] === 'string' ? args[0] : ''
      if (!first.has(key)) first.set(key, await good(...args))
      return first.get(key)
    }
  })

/** Loses every letter that is not ASCII in the name that it is asked for. */
export const losingLetters = (path: MethodPath): BreakDriver =>
  asking(path, (spec) => ({ ...spec, name: String(spec.name).replace(/[^ -~]/g, '?') }))

/** The object without that field. */
export const without =
  (field: string) =>
  (fields: Fields): object =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field))

/** Any resource or specification. */
export type Fields = Readonly<Record<string, unknown>>

async function* list(
  good: AnyMethod,
  other: (items: readonly Fields[]) => readonly object[],
  args: readonly unknown[],
): AsyncGenerator<object> {
  yield* other(await collect((good as unknown as (...all: readonly unknown[]) => AsyncIterable<Fields>)(...args)))
}

const replaced = <Whole extends object>(
  whole: Whole,
  [name = '', ...rest]: readonly string[],
  change: (good: AnyMethod) => unknown,
): Whole => {
  const member = (whole as Readonly<Record<string, unknown>>)[name]
  if (member === undefined) return whole
  if (rest.length > 0) return { ...whole, [name]: replaced(member as object, rest, change) }
  return { ...whole, [name]: change((member as AnyMethod).bind(whole)) }
}
