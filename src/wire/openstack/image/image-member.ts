import { z } from 'zod'

export const memberStatuses = ['pending', 'accepted', 'rejected'] as const
export type MemberStatus = (typeof memberStatuses)[number]

/** The body of `POST /v2/images/{id}/members`. */
export const memberCreate = z.object({ member: z.string().min(1).max(255) })

/** The body of `PUT /v2/images/{id}/members/{member_id}`. */
export const memberUpdate = z.object({ status: z.enum(memberStatuses) })

export interface MemberAnswer {
  readonly member_id: string
  readonly image_id: string
  readonly status: MemberStatus
  readonly created_at: string
  readonly updated_at: string
  readonly schema: '/v2/schemas/member'
}
