import { CloudError } from '../model/cloud-error.ts'
import type { Call } from './call.ts'
import type { Resources } from './change.ts'
import type { Reader } from './reader.ts'

/**
 * The resource with that id, else the only one with that name (a floating IP's name is its address). Fails with `not_found` when there is none
 * and with `invalid`, naming the ids, when several have the name.
 */
export const findResource = async <Kind extends keyof Resources>(
  kind: Kind,
  reader: Reader<Resources[Kind]>,
  nameOrId: string,
  call: Call,
): Promise<Resources[Kind]> => {
  const byId = await getIfAny(reader, nameOrId, call)
  if (byId) return byId
  const named: Resources[Kind][] = []
  for await (const resource of reader.list(call)) if (nameOf(resource) === nameOrId) named.push(resource)
  const [only, ...others] = named
  if (!only) throw new CloudError('not_found', `no ${kind} has the id or the name ${nameOrId}`, { resource: { kind } })
  if (others.length === 0) return only
  throw new CloudError(
    'invalid',
    `${named.length} of kind ${kind} are named ${nameOrId}: ${named.map(({ id }) => id).join(', ')}`,
    {
      resource: { kind },
      hint: 'name one of them by its id',
    },
  )
}

/** `undefined` for what does not exist and for what the cloud takes for no id at all. */
const getIfAny = async <Resource>(reader: Reader<Resource>, id: string, call: Call): Promise<Resource | undefined> => {
  try {
    return await reader.get(id, call)
  } catch (error) {
    if (error instanceof CloudError && (error.code === 'not_found' || error.code === 'invalid')) return undefined
    throw error
  }
}

const nameOf = (resource: object): unknown => {
  if ('name' in resource) return resource.name
  return 'address' in resource ? resource.address : undefined
}
