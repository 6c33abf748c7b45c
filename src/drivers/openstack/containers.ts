import type { ContainerDriver } from '../../cloud/object-driver.ts'
import type { Container } from '../../model/object-storage.ts'
import {
  createContainer,
  deleteContainer,
  headContainer,
  listContainers,
} from '../../openstack/object-storage/containers.ts'
import type { ServiceClient } from '../../openstack/session/service-client.ts'

/** Containers are Swift's. */
export const containerGroup = (store: ServiceClient): ContainerDriver => {
  const get: ContainerDriver['get'] = async (name, call) => {
    const { objectCount, sizeBytes, createdAt } = await headContainer(store, name, call)
    return containerOf(name, objectCount, sizeBytes, createdAt)
  }
  return {
    async create(name, call) {
      await createContainer(store, name, call)
      return get(name, call)
    },
    async *list(call) {
      for await (const { name, count, bytes } of listContainers(store, call)) yield containerOf(name, count, bytes)
    },
    get,
    delete: (name, call) => deleteContainer(store, name, call),
  }
}

const containerOf = (name: string, objectCount: number, sizeBytes: number, createdAt?: string): Container => ({
  name,
  ...(Number.isNaN(objectCount) ? {} : { objectCount }),
  ...(Number.isNaN(sizeBytes) ? {} : { sizeBytes }),
  ...(createdAt === undefined ? {} : { createdAt }),
})
