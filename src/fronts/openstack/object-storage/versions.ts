import { CloudError } from '../../../model/cloud-error.ts'
import { swiftTimestamp } from '../../../wire/openstack/object-storage/swift-time.ts'
import type { ContainerRecord } from './container-store.ts'
import { findObject, type SwiftObject } from './open-object.ts'
import type { SwiftContext } from './swift-context.ts'
import { swiftRefusal } from './swift-refusal.ts'
import type { ObjectTarget } from './target.ts'

/** The media type by which a delete is known among versions (openstack/swift `swift/common/middleware/versioned_writes/legacy.py`). */
const deletedType = 'application/x-deleted;swift_versions_deleted=1'

interface Version {
  readonly name: string
  readonly isDelete: boolean
}

/** What all versions of an object begin with: its name and, so that no other object's do, how long that is. */
const prefixOf = (object: string): string => `${Buffer.byteLength(object).toString(16).padStart(3, '0')}${object}/`

/** Before a container's object is written anew, what is there goes to where its versions go. Throws 412 where that is no container. */
export const keepVersion = async (
  context: SwiftContext,
  container: ContainerRecord,
  { object }: ObjectTarget,
): Promise<void> => {
  if (!container.versioning) return
  const current = await currentOf(context, container, object)
  if (!current) return
  const versions = await versionsOf(context, container)
  const name = await newName(context, versions, object, current.modifiedAt)
  await copy(context, [container, object], [versions, name])
}

/**
 * Deletes an object of a container that keeps versions: in a history the delete is a version too; else the version before comes back and is none any more.
 * Throws 404 where there is nothing to delete.
 */
export const deleteVersioned = async (
  context: SwiftContext,
  container: ContainerRecord,
  target: ObjectTarget,
): Promise<void> => {
  const { object } = target
  if (container.versioning?.mode === 'history') {
    await keepVersion(context, container, target)
    await putDelete(context, await versionsOf(context, container), object)
    return deleteCurrent(context, container, object)
  }
  const versions = await findVersions(context, container)
  const [newest, ...older] = versions ? await listVersions(context, versions, object) : []
  if (!versions || !newest) return deleteCurrent(context, container, object)
  if (!newest.isDelete) {
    await copy(context, [versions, newest.name], [container, object])
    return remove(context, versions, newest.name)
  }
  if (await currentOf(context, container, object)) return deleteCurrent(context, container, object)
  const [before] = older
  if (before && !before.isDelete) {
    await copy(context, [versions, before.name], [container, object])
    await remove(context, versions, before.name)
  }
  return remove(context, versions, newest.name)
}

const currentOf = (
  context: SwiftContext,
  container: ContainerRecord,
  object: string,
): Promise<SwiftObject | undefined> =>
  findObject(context, container, object).catch((error: unknown) => {
    if (error instanceof CloudError && error.code === 'not_found') return undefined
    throw error
  })

const deleteCurrent = async (context: SwiftContext, container: ContainerRecord, object: string): Promise<void> => {
  await findObject(context, container, object)
  await remove(context, container, object)
}

const findVersions = async ({ containers }: SwiftContext, { account, versioning }: ContainerRecord) =>
  containers.find(account, versioning?.container ?? '')

const versionsOf = async (context: SwiftContext, container: ContainerRecord): Promise<ContainerRecord> => {
  const found = await findVersions(context, container)
  if (!found) throw swiftRefusal(412)
  return found
}

/** The newest first. */
const listVersions = async (
  { containers }: SwiftContext,
  versions: ContainerRecord,
  object: string,
): Promise<readonly Version[]> => {
  const found: Version[] = []
  for await (const each of containers.objectsIn(versions, { prefix: prefixOf(object) }))
    if (!('prefix' in each)) found.unshift({ name: each.name, isDelete: each.contentType === deletedType })
  return found
}

const copy = (
  { containers }: SwiftContext,
  [from, name]: readonly [ContainerRecord, string],
  [to, newName]: readonly [ContainerRecord, string],
) =>
  containers.below(({ objects }, call) =>
    objects.copy({ container: from.native, name }, { container: to.native, name: newName }, undefined, call),
  )

const remove = ({ containers }: SwiftContext, container: ContainerRecord, name: string): Promise<void> =>
  containers.below(({ objects }, call) => objects.delete(container.native, name, call))

/** A name for that moment's version that none has yet: as much later as Swift's times can tell, 10 µs, as it takes. */
const newName = async (
  context: SwiftContext,
  versions: ContainerRecord,
  object: string,
  moment: number,
): Promise<string> => {
  for (let at = moment; ; at += 0.01) {
    const name = prefixOf(object) + swiftTimestamp(at)
    if (!(await currentOf(context, versions, name))) return name
  }
}

const putDelete = async (context: SwiftContext, versions: ContainerRecord, object: string) => {
  const { containers, front } = context
  const name = await newName(context, versions, object, front.clock.now())
  return containers.below(({ objects }, call) =>
    objects.put(versions.native, name, new Blob([]).stream(), { contentType: deletedType, sizeBytes: 0 }, call),
  )
}
