import type { CloudDriver } from '../../cloud/driver.ts'
import { groupTable } from '../../cloud/groups.ts'
import { collect } from '../../lib/async-iterable.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Fault, FaultPlan } from './fault-plan.ts'

type Method = (...args: unknown[]) => unknown

/**
 * The same driver, whatever cloud it is for, with the plan's faults in it. Calls are counted from here on. Everything that the plan does not name
 * goes through untouched, and what the driver lacks stays absent.
 */
export const withFaults = (driver: CloudDriver, plan: FaultPlan): CloudDriver => {
  const calls = new Map<string, number>()
  const faults = new Map(plan.map((fault) => [`${fault.operation} ${fault.call}`, fault]))
  const nextFault = (operation: string): Fault | undefined => {
    const call = (calls.get(operation) ?? 0) + 1
    calls.set(operation, call)
    return faults.get(`${operation} ${call}`)
  }
  const spoilGroup = <Group extends object>(group: Group, path: string): Group => {
    const wrapped = new Map<PropertyKey, unknown>()
    return new Proxy(group, {
      get: (target, key) => {
        if (wrapped.has(key)) return wrapped.get(key)
        const value: unknown = Reflect.get(target, key)
        const operation = `${path}.${String(key)}`
        const spoilt = isMethod(value)
          ? spoil(value.bind(target), operation, nextFault)
          : typeof value === 'object' && value !== null
            ? spoilGroup(value, operation)
            : value
        wrapped.set(key, spoilt)
        return spoilt
      },
    })
  }
  const groups = new Map<PropertyKey, object>()
  return new Proxy(driver, {
    get: (target, key) => {
      if (key === 'classify') return (error: unknown) => classify(driver, error)
      const value: unknown = Reflect.get(target, key)
      if (isMethod(value)) return value.bind(target)
      if (typeof key !== 'string' || !(key in groupTable) || typeof value !== 'object' || value === null) return value
      const group = groups.get(key) ?? spoilGroup(value, key)
      groups.set(key, group)
      return group
    },
  })
}

const isMethod = (value: unknown): value is Method => typeof value === 'function'

const spoil =
  (method: Method, operation: string, nextFault: (operation: string) => Fault | undefined): Method =>
  (...args) => {
    const fault = nextFault(operation)
    if (!fault) return method(...args)
    return isList(operation) ? failingList(method, args, fault) : failingCall(method, args, fault)
  }

/** Lists answer with an async iterable, everything else with a promise. */
const isList = (operation: string): boolean => {
  const [group = '', ...path] = operation.split('.')
  let nature: unknown = (groupTable as Readonly<Record<string, { readonly methods: unknown }>>)[group]?.methods
  for (const name of path) nature = (nature as Readonly<Record<string, unknown>> | undefined)?.[name]
  return nature === 'lists'
}

const failingCall = async (method: Method, args: readonly unknown[], fault: Fault): Promise<never> => {
  if (fault.kind === 'lost_answer') await method(...args)
  throw errorOf(fault)
}

/** A list whose first page does not arrive. */
const failingList = (method: Method, args: readonly unknown[], fault: Fault): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({
    next: async () => {
      if (fault.kind === 'lost_answer') await collect(method(...args) as AsyncIterable<unknown>)
      throw errorOf(fault)
    },
  }),
})

/** Marks the errors of a plan, so that they are told from the driver's own. */
const reason = 'InjectedFault'

const errorOf = (fault: Fault): CloudError => {
  const { operation, call } = fault
  const said = `the fault plan spoils call ${call} of ${operation}`
  switch (fault.kind) {
    case 'error':
      return new CloudError(fault.code, fault.message ?? said, { reason })
    case 'rate_limit':
      return new CloudError('rate_limited', said, { reason, retryAfterMs: fault.retryAfterMs })
    case 'timeout':
    case 'lost_answer':
      return new CloudError('timeout', `${said}: no answer came`, { reason })
  }
}

const classify: (driver: CloudDriver, error: unknown) => ReturnType<CloudDriver['classify']> = (driver, error) => {
  if (!(error instanceof CloudError) || error.reason !== reason) return driver.classify(error)
  const { code, message, retryAfterMs } = error
  return { code, message, reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}
