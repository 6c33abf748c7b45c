import { CloudError } from '../../../model/cloud-error.ts'
import { imageImport } from '../../../wire/openstack/image/image-import.ts'
import { requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { ServiceApp } from '../kernel/service.ts'
import type { Collection } from '../store/store.ts'
import type { ImageContext } from './image-context.ts'
import type { ImageTask } from './image-record.ts'
import { importMethods } from './import-methods.ts'
import { complete } from './receive-data.ts'

/** Milliseconds for which Glance remembers a task (openstack/glance `task_time_to_live`, 48 hours). */
const taskLife = 48 * 3_600_000

/** Interoperable import of staged data, what of it the cloud offers, and the tasks that it leaves. */
export const mountImportRoutes = (app: ServiceApp, { front, library }: ImageContext): void => {
  const tasks: Collection<ImageTask> = front.store.collection('image:tasks', { image: ({ imageId }) => imageId })

  app.post('/image/v2/images/:id/import', async (context) => {
    const authorization = context.get('authorization')
    const { id, details, status } = library.needOwn(authorization, context.req.param('id'), 'modify_image')
    const request = await readJson(context, imageImport)
    const method = request.method.name
    if (!importMethods(front).includes(method))
      throw new CloudError('invalid', `Unknown import method name '${method}'.`)
    if (request.all_stores_must_succeed === false)
      throw new CloudError('invalid', 'All_stores_must_succeed can only be set with enabled_backends None')
    if (request.all_stores || request.stores)
      throw new CloudError('invalid', 'Multi backend is not supported at this site.')
    if (status === 'active') throw new CloudError('conflict', 'Image with status active cannot be target for import')
    if (status !== 'uploading' || !details.data)
      throw new CloudError('conflict', "Image needs to be staged before 'glance-direct' method can be used")
    complete(library, id, details.data)
    const now = front.timestamp()
    tasks.put({
      id: front.newId(),
      imageId: id,
      owner: authorization.projectId ?? '',
      userId: authorization.userId,
      requestId: context.get('requestId'),
      status: 'success',
      request,
      message: '',
      createdAt: now,
      updatedAt: now,
    })
    return context.body(null, 202)
  })

  const taskView = (task: ImageTask) => ({
    id: task.id,
    type: 'api_image_import',
    status: task.status,
    owner: task.owner,
    user_id: task.userId,
    request_id: task.requestId,
    image_id: task.imageId,
    input: { image_id: task.imageId, import_req: task.request, backend: [null] },
    result: { image_id: task.imageId },
    message: task.message,
    expires_at: `${new Date(Date.parse(task.updatedAt) + taskLife).toISOString().slice(0, 19)}Z`,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
  })
  const isCurrent = ({ updatedAt }: ImageTask) => Date.parse(updatedAt) + taskLife > front.clock.now()

  app.get('/image/v2/images/:id/tasks', (context) => {
    const { id } = library.need(context.get('authorization'), context.req.param('id'))
    return context.json({ tasks: [...tasks.by('image', id)].filter(isCurrent).map(taskView) })
  })

  app.get('/image/v2/tasks', (context) => {
    requireRole(context.get('authorization'), 'admin', 'tasks_api_access')
    const views = [...tasks].filter(isCurrent).map((task) => {
      const { input: _input, result: _result, message: _message, ...brief } = taskView(task)
      return { ...brief, self: `/v2/tasks/${task.id}`, schema: '/v2/schemas/task' }
    })
    return context.json({ tasks: views, first: '/v2/tasks', schema: '/v2/schemas/tasks' })
  })

  app.get('/image/v2/tasks/:id', (context) => {
    requireRole(context.get('authorization'), 'admin', 'tasks_api_access')
    const id = context.req.param('id')
    const task = tasks.get(id)
    if (!task || !isCurrent(task)) throw new CloudError('not_found', `No task found with ID ${id}`)
    return context.json({ ...taskView(task), self: `/v2/tasks/${id}`, schema: '/v2/schemas/task' })
  })

  app.post('/image/v2/tasks', (context) => {
    requireRole(context.get('authorization'), 'admin', 'tasks_api_access')
    throw new CloudError(
      'forbidden',
      'Tasks are not made by hand on this cloud: stage an image and import it with POST /v2/images/{id}/import.',
    )
  })

  app.get('/image/v2/info/import', (context) =>
    context.json({
      'import-methods': { description: 'Import methods available.', type: 'array', value: importMethods(front) },
    }),
  )

  for (const path of ['/image/v2/info/stores', '/image/v2/info/stores/detail'])
    app.get(path, () => {
      throw new CloudError('not_found', 'Multi backend is not supported at this site.')
    })
}
