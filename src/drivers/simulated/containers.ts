import type { ContainerDriver } from '../../cloud/object-driver.ts'
import { Utf8Map } from '../../lib/utf8-map.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Container } from '../../model/object-storage.ts'
import { checkContainerName } from './object-checks.ts'
import type { KeptContainer } from './object-store.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** Containers. Their names are this cloud's alone. */
export const containers = (cloud: SimulatedCloud): ContainerDriver => {
  const store = cloud.objectStore
  const all = store.containers
  return {
    create: (name, call) =>
      cloud.answer(call, () => {
        checkContainerName(name)
        const made = all.get(name) ?? {
          name,
          createdAt: cloud.timestamp(),
          listedFrom: cloud.listedFrom(),
          objects: new Utf8Map(),
          sizeBytes: 0,
        }
        all.set(name, made)
        return shown(made)
      }),
    list: (call) =>
      cloud.answerAll(call, function* () {
        for (let name = all.firstFrom(''); name !== undefined; name = all.firstAfter(name)) {
          const found = all.get(name)
          if (found && cloud.isListed(found)) yield shown(found)
        }
      }),
    get: (name, call) => cloud.answer(call, () => shown(store.container(name))),
    delete: (name, call) =>
      cloud.answer(call, () => {
        const found = all.get(name)
        if (found && found.objects.size > 0)
          throw new CloudError('conflict', `the container ${name} has ${found.objects.size} objects in it`)
        all.delete(name)
      }),
  }
}

const shown = ({ name, createdAt, objects, sizeBytes }: KeptContainer): Container => ({
  name,
  objectCount: objects.size,
  sizeBytes,
  createdAt,
})
