import { z } from 'zod'
import { loadClouds } from '../../../openstack/config/load-clouds.ts'
import { describeOrigin } from '../../../openstack/config/origin.ts'
import { isMap, textOf } from '../../../openstack/config/traced.ts'
import { cloudSources } from '../../cloud-sources.ts'
import { command } from '../../command.ts'
import { exitCode } from '../../exit-code.ts'
import { diagnosticText } from '../../render/diagnostic-text.ts'
import { printList } from '../../render/print-list.ts'

/** `portolan cloud list` */
export const cloudListCommand = command(z.object({}), async (context) => {
  const loaded = await loadClouds(cloudSources(context.world))
  for (const warning of loaded.warnings) context.say(diagnosticText(warning, {}, context.messageColors))
  const items = [...loaded.clouds]
    .filter(([, cloud]) => cloud.origin.kind !== 'default')
    .map(([name, { entries, origin }]) => {
      const auth = entries.get('auth')
      return {
        name,
        default: name === loaded.defaultName,
        profile: textOf(entries.get('profile')),
        region: textOf(entries.get('region_name')),
        authUrl: textOf(isMap(auth) ? auth.entries.get('auth_url') : entries.get('auth_url')),
        from: describeOrigin(origin),
      }
    })
  await printList(context, {
    items,
    name: ({ name }) => name,
    columns: [
      { title: 'name', value: ({ name }) => name },
      { title: 'default', value: (item) => (item.default ? 'yes' : '') },
      { title: 'region', value: ({ region }) => region ?? '' },
      { title: 'profile', value: ({ profile }) => profile ?? '' },
      { title: 'from', value: ({ from }) => from },
      { title: 'auth url', value: ({ authUrl }) => authUrl ?? '', wide: true },
    ],
    whenEmpty: 'No clouds are configured. portolan cloud serve starts one, and prints the clouds.yaml that reaches it.',
  })
  return exitCode.done
})
