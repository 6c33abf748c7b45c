import type { Context } from 'hono'
import { CloudError } from '../../../model/cloud-error.ts'
import { requireRole } from '../kernel/policy.ts'
import type { ServiceApp, ServiceEnv } from '../kernel/service.ts'
import { byteRange, onlyBytes } from './byte-range.ts'
import type { ImageContext } from './image-context.ts'
import { glanceError } from './image-fault.ts'
import type { GlanceImage } from './image-library.ts'
import { complete, contentOf, receiveData } from './receive-data.ts'

const root = '/image/v2/images/:id'

/** `/v2/images/{id}/file` and `/stage`: an image's bytes in and out, never held whole. */
export const mountDataRoutes = (app: ServiceApp, { front, library }: ImageContext): void => {
  const readyFor = (context: Context<ServiceEnv>, progress: 'saving' | 'uploading'): GlanceImage => {
    const id = context.req.param('id') ?? ''
    // openstack/glance `glance/api/v2/image_data.py`: staging is a change of the image, an upload has a rule of its own.
    const action = progress === 'saving' ? 'upload_image' : 'modify_image'
    const image = library.needOwn(context.get('authorization'), id, action)
    contentOf(front.driver.images.content)
    const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (type !== 'application/octet-stream')
      throw glanceError(415, `The request media type ${type ?? 'none'} is not supported by this server.`)
    if (image.status !== 'queued')
      throw new CloudError('conflict', `Image status transition from ${image.status} to ${progress} is not allowed`)
    return image
  }

  app.put(`${root}/file`, async (context) => {
    const { details } = readyFor(context, 'saving')
    const data = await receiveData(front, library, details, context.req.raw.body, 'saving')
    complete(library, details.id, data)
    return context.body(null, 204)
  })

  app.put(`${root}/stage`, async (context) => {
    const { details } = readyFor(context, 'uploading')
    const data = await receiveData(front, library, details, context.req.raw.body, 'uploading')
    library.put({ ...details, progress: 'uploading', data })
    return context.body(null, 204)
  })

  app.get(`${root}/file`, async (context) => {
    const authorization = context.get('authorization')
    const image = library.need(authorization, context.req.param('id'))
    requireRole(authorization, 'member', 'download_image')
    if (image.status === 'deactivated' && !authorization.isAdmin)
      throw new CloudError('forbidden', 'The requested image has been deactivated. Image data download is forbidden.')
    if (image.record?.nativeId === undefined || image.details.progress !== undefined) return context.body(null, 204)
    contentOf(front.driver.images.content)
    const { details, record } = image
    const size = details.data?.size ?? record.native?.sizeBytes
    const range = size === undefined ? undefined : byteRange(context.req.header('range'), size)
    const nativeId = front.mirror.nativeId('image', image.id)
    const data = await front.mirror.act((driver, call) => contentOf(driver.images.content).download(nativeId, call))
    const checksum = details.data?.md5 ?? record.native?.checksums.md5
    const headers = new Headers({ 'content-type': 'application/octet-stream' })
    if (checksum !== undefined) headers.set('content-md5', checksum)
    if (!range) {
      if (size !== undefined) headers.set('content-length', String(size))
      return new Response(data, { headers })
    }
    headers.set('content-length', String(range.end - range.start + 1))
    headers.set('content-range', `bytes ${range.start}-${range.end}/${size}`)
    return new Response(data.pipeThrough(onlyBytes(range)), { status: 206, headers })
  })
}
