import { CloudError } from '../../../model/cloud-error.ts'
import type { MemberAnswer } from '../../../wire/openstack/image/image-member.ts'
import { memberCreate, memberUpdate } from '../../../wire/openstack/image/image-member.ts'
import { requireRole } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { Authorization, ServiceApp } from '../kernel/service.ts'
import type { ImageContext } from './image-context.ts'
import type { GlanceImage } from './image-library.ts'
import type { MemberRecord } from './image-record.ts'

const root = '/image/v2/images/:id/members'

/** `/v2/images/{id}/members`: with whom a shared image is shared, and whether they took it (openstack/glance `glance/api/v2/image_members.py`). */
export const mountMemberRoutes = (app: ServiceApp, { front, library }: ImageContext): void => {
  const isOwner = ({ projectId, isAdmin }: Authorization, { details }: GlanceImage) =>
    isAdmin || (details.owner !== null && details.owner === projectId)

  const shared = (authorization: Authorization, id: string, refusal: string): GlanceImage => {
    const image = library.need(authorization, id)
    if (image.details.visibility !== 'shared') throw new CloudError('forbidden', refusal)
    return image
  }
  const member = (authorization: Authorization, image: GlanceImage, memberId: string): MemberRecord => {
    const found = library.membership(image.id, memberId)
    if (found && (isOwner(authorization, image) || authorization.projectId === memberId)) return found
    throw new CloudError('not_found', `${memberId} not found in the member list of the image ${image.id}.`)
  }

  app.get(root, (context) => {
    const authorization = context.get('authorization')
    const id = context.req.param('id')
    const image = shared(
      authorization,
      id,
      `Not allowed to list members for image ${id}: Only shared images have members.`,
    )
    const all = isOwner(authorization, image)
    const members = [...library.members.by('image', id)].filter(
      ({ memberId }) => all || memberId === authorization.projectId,
    )
    return context.json({ members: members.map(answerOf), schema: '/v2/schemas/members' })
  })

  app.post(root, async (context) => {
    const authorization = context.get('authorization')
    const id = context.req.param('id')
    const refusal = `Not allowed to create members for image ${id}.`
    const image = shared(authorization, id, refusal)
    requireRole(authorization, 'member', 'add_member')
    if (!isOwner(authorization, image)) throw new CloudError('forbidden', refusal)
    const { member: memberId } = await readJson(context, memberCreate)
    if (library.membership(id, memberId))
      throw new CloudError('already_exists', `Member ${memberId} is duplicated for image ${id}`)
    const now = front.timestamp()
    const record: MemberRecord = {
      id: `${id}/${memberId}`,
      imageId: id,
      memberId,
      status: 'pending',
      createdAt: now,
      updatedAt: now,
    }
    library.members.put(record)
    return context.json(answerOf(record))
  })

  app.get(`${root}/:member`, (context) => {
    const authorization = context.get('authorization')
    const image = library.need(authorization, context.req.param('id'))
    if (image.details.visibility !== 'shared') throw new CloudError('not_found', 'Only shared images have members.')
    return context.json(answerOf(member(authorization, image, context.req.param('member'))))
  })

  app.put(`${root}/:member`, async (context) => {
    const authorization = context.get('authorization')
    const id = context.req.param('id')
    const refusal = `Not allowed to update members for image ${id}.`
    const image = shared(authorization, id, refusal)
    const found = member(authorization, image, context.req.param('member'))
    requireRole(authorization, 'member', 'modify_member')
    if (!authorization.isAdmin && found.memberId !== authorization.projectId) throw new CloudError('forbidden', refusal)
    const { status } = await readJson(context, memberUpdate)
    const record: MemberRecord = { ...found, status, updatedAt: front.timestamp() }
    library.members.put(record)
    return context.json(answerOf(record))
  })

  app.delete(`${root}/:member`, (context) => {
    const authorization = context.get('authorization')
    const id = context.req.param('id')
    const refusal = `Not allowed to delete members for image ${id}.`
    const image = shared(authorization, id, refusal)
    requireRole(authorization, 'member', 'delete_member')
    if (!isOwner(authorization, image)) throw new CloudError('forbidden', refusal)
    library.members.delete(member(authorization, image, context.req.param('member')).id)
    return context.body(null, 204)
  })
}

const answerOf = ({ imageId, memberId, status, createdAt, updatedAt }: MemberRecord): MemberAnswer => ({
  member_id: memberId,
  image_id: imageId,
  status,
  created_at: createdAt,
  updated_at: updatedAt,
  schema: '/v2/schemas/member',
})
