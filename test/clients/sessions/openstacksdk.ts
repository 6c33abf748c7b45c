import { join } from 'node:path'
import { installDebianPackages } from '../../../lab/debian-packages.ts'
import { installPythonTools, pythonTool } from '../../../lab/python-tools.ts'
import { runClient } from './run-client.ts'
import type { ClientSession, Seen } from './session.ts'

const script = join(import.meta.dirname, 'openstacksdk.py')
const tellVersion = 'import openstack.version as v; print(v.__version__)'

const openstacksdk = (python: string): Pick<ClientSession, 'version' | 'run'> => ({
  version: async () => (await runClient({ folder: '/', environment: {} }, python, ['-c', tellVersion])).trim(),
  run: async (place) => JSON.parse(await runClient(place, python, [script, place.cloud])) as Seen,
})

/** The newest openstacksdk, from PyPI. */
export const newestOpenstacksdk: ClientSession = {
  client: 'openstacksdk (newest)',
  install: installPythonTools,
  ...openstacksdk(pythonTool('python')),
}

/** The openstacksdk that Debian ships, for the Python that Debian ships. */
export const debianOpenstacksdk: ClientSession = {
  client: 'openstacksdk (Debian)',
  install: (say) => installDebianPackages(['python3-openstacksdk'], say),
  ...openstacksdk('/usr/bin/python3'),
}
