import { CloudError } from '../../../model/cloud-error.ts'
import type { ServiceApp } from '../kernel/service.ts'
import type { ImageContext } from './image-context.ts'

/** Deactivation: the image stays known and its data is withheld from all but admins (openstack/glance `glance/api/v2/image_actions.py`; its owner may, `glance/policies/image.py`). */
export const mountActionRoutes = (app: ServiceApp, { library }: ImageContext): void => {
  app.post('/image/v2/images/:id/actions/deactivate', (context) => {
    const { details, status } = library.needOwn(context.get('authorization'), context.req.param('id'), 'deactivate')
    if (status !== 'active' && status !== 'deactivated')
      throw new CloudError('forbidden', `Not allowed to deactivate image in status '${status}'`)
    if (status === 'active') library.put({ ...details, deactivated: true })
    return context.body(null, 204)
  })

  app.post('/image/v2/images/:id/actions/reactivate', (context) => {
    const { details, status } = library.needOwn(context.get('authorization'), context.req.param('id'), 'reactivate')
    if (status !== 'active' && status !== 'deactivated')
      throw new CloudError('forbidden', `Not allowed to reactivate image in status '${status}'`)
    const { deactivated: _over, ...rest } = details
    if (status === 'deactivated') library.put(rest)
    return context.body(null, 204)
  })
}
