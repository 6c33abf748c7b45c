import { startEmbeddedCloud } from '#built/embedded/embedded-cloud'
import { classic } from '#built/embedded/profiles/classic'
import { systemClock } from '#built/lib/clock'
import { systemRandom } from '#built/lib/random'

/** A child's whole life: starts an embedded cloud and logs in, and tells how many milliseconds that took. Nothing of it is warm. */
const startedAt = performance.now()
await using cloud = await startEmbeddedCloud({
  profile: classic,
  clock: systemClock,
  random: systemRandom,
  onUnexpected: console.error,
})
const { auth_url, username, password, project_name, user_domain_name, project_domain_name } = cloud.entry.auth
const answer = await fetch(`${auth_url}/auth/tokens`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: username, password, domain: { name: user_domain_name } } },
      },
      scope: { project: { name: project_name, domain: { name: project_domain_name } } },
    },
  }),
})
if (answer.status !== 201) throw new Error(`logging in was answered with ${answer.status}`)
await answer.arrayBuffer()
process.send?.(performance.now() - startedAt)
