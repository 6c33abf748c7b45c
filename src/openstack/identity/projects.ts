import { projectAnswer } from '../../wire/openstack/identity/project-answer.ts'
import { items } from '../session/pages.ts'
import type { ServiceClient } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** The projects that the user may log in to: `GET /v3/auth/projects`, which an unscoped token may ask too. */
export const ownProjects = (identity: ServiceClient, { signal }: SessionCall) =>
  items(identity, { path: '/auth/projects', key: 'projects', item: projectAnswer, signal })
