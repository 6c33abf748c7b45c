import { isDeepStrictEqual } from 'node:util'
import { CloudError } from '../../model/cloud-error.ts'
import { type CloudPromise, type Evidence, promising } from './cloud-promise.ts'
import { seenKinds } from './deployed.ts'

/** Promises about what a cloud shows, whatever it is. */
export const shownPromises: readonly CloudPromise[] = [
  promising('what is there is listed, as it is', seenKinds, ({ deployed }) =>
    seenKinds.flatMap((kind) =>
      deployed.of(kind).flatMap(({ key, id, got, listed }) => {
        const breach = (what: string) => ({ sentence: `${key} ${what}`, shownBy: id })
        if (!got) return [breach('cannot be got')]
        return listed ? differences(got, listed).map(breach) : [breach('is not listed')]
      }),
    ),
  ),
  {
    promise: 'a list shows only what can be got',
    unknown: ({ deployed }) => (deployed.of('server').length > 0 ? undefined : 'the deployment has no server'),
    breaches: async ({ deployed, call }: Evidence) => {
      const { cloud } = deployed
      const mine = new Set(deployed.of('server').map(({ id }) => id))
      const others = deployed.list('server').filter(({ id }) => !mine.has(id))
      const missing = await Promise.all(
        others.map(async ({ id, name }) => {
          try {
            await cloud.servers.get(id, call)
            return undefined
          } catch (error) {
            if (!(error instanceof CloudError && error.code === 'not_found')) throw error
            return { sentence: `server ${name} is listed and cannot be got`, shownBy: id }
          }
        }),
      )
      return missing.filter((each) => each !== undefined)
    },
  },
]

const differences = (got: object, listed: object): readonly string[] =>
  Object.entries(got).flatMap(([field, value]) =>
    isDeepStrictEqual(value, (listed as Readonly<Record<string, unknown>>)[field])
      ? []
      : [`has one ${field} when it is got and another one when it is listed`],
  )
