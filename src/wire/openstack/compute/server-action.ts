import { z } from 'zod'
import * as field from './fields.ts'
import type { Introduced } from './introduced.ts'

const noArgument = <Name extends string>(name: Name) =>
  z.strictObject({ [name]: field.anything } as Record<Name, typeof field.anything>)

/** `POST /servers/{id}/action`: one schema for each action's name (openstack/nova `nova/api/openstack/compute/schemas`). */
export const serverActions = {
  'os-start': noArgument('os-start'),
  'os-stop': noArgument('os-stop'),
  reboot: z.strictObject({
    reboot: z.strictObject({ type: z.enum(['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']) }),
  }),
  resize: z.strictObject({
    resize: z.strictObject({ flavorRef: field.flavorRef, 'OS-DCF:diskConfig': field.diskConfig.optional() }),
  }),
  confirmResize: noArgument('confirmResize'),
  revertResize: noArgument('revertResize'),
  rebuild: z.strictObject({
    rebuild: z.strictObject({
      name: field.name.optional(),
      imageRef: field.uuid,
      adminPass: z.string().optional(),
      metadata: field.metadata.optional(),
      preserve_ephemeral: field.flag.optional(),
      'OS-DCF:diskConfig': field.diskConfig.optional(),
      accessIPv4: field.ipv4.optional(),
      accessIPv6: field.ipv6.optional(),
      personality: z.array(z.unknown()).optional(),
      description: field.description.optional(),
      key_name: field.nullableName.optional(),
      user_data: z.union([field.base64, z.null()]).optional(),
      trusted_image_certificates: z.union([z.array(z.string().min(1)), z.null()]).optional(),
      hostname: field.hostname.optional(),
    }),
  }),
  createImage: z.strictObject({
    createImage: z.strictObject({ name: field.name, metadata: field.metadata.optional() }),
  }),
  'os-getConsoleOutput': z.strictObject({
    'os-getConsoleOutput': z.strictObject({ length: z.union([field.wholeNumber(-1), z.null()]).optional() }),
  }),
  lock: z.strictObject({
    lock: z.union([z.strictObject({ locked_reason: z.string().min(1).max(255).optional() }), z.null()]),
  }),
  unlock: noArgument('unlock'),
  addSecurityGroup: z.strictObject({ addSecurityGroup: z.strictObject({ name: field.name }) }),
  removeSecurityGroup: z.strictObject({ removeSecurityGroup: z.strictObject({ name: field.name }) }),
} as const

export type ServerActionName = keyof typeof serverActions

export type Rebuild = z.output<(typeof serverActions)['rebuild']>['rebuild']

/** Which of a rebuild's fields came or went with a microversion. */
export const rebuildFields: Introduced = {
  description: { since: '2.19' },
  key_name: { since: '2.54' },
  user_data: { since: '2.57' },
  personality: { until: '2.57' },
  trusted_image_certificates: { since: '2.63' },
  hostname: { since: '2.90' },
}
