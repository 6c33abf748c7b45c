import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installPythonTools, pythonTool } from '../../../lab/python-tools.ts'
import { openstackCommand } from '../openstack-command.ts'
import { runClient } from './run-client.ts'
import type { ClientSession, Seen, SessionPlace } from './session.ts'

type Row = Readonly<Record<string, unknown>>

const run = async (place: SessionPlace): Promise<Seen> => {
  const openstack = openstackCommand(place, place.cloud)
  const say = (line: string) => openstack.text(...line.split(' '))
  const show = (line: string) => openstack.json(...line.split(' '))
  const list = (line: string) => openstack.json<Row[]>(...line.split(' '))
  const seen: Record<string, unknown> = {}

  seen.token = columns(await show('token issue'))
  const stock = first(
    await list('image list --public --status active --long'),
    ['Size', 'Name'],
    (row) => row.Size !== 0,
  )
  const { min_disk: minDisk, min_ram: minRam } = await show(`image show ${stock.ID}`)
  const fits = (flavor: Row) =>
    Number(flavor.Disk) >= Math.max(Number(minDisk), 1) && Number(flavor.RAM) >= Number(minRam)
  const flavor = first(await list('flavor list'), ['RAM', 'VCPUs', 'Disk', 'Name'], fits)
  const external = first(await list('network list --external'), ['Name'])
  const available = (row: Row) => row['Zone Status'] === 'available'
  const zone = first(await list('availability zone list --compute'), ['Zone Name'], available)['Zone Name']
  const volumeZone = first(await list('availability zone list --volume'), ['Zone Name'], available)['Zone Name']

  const data = randomBytes(1_000_000)
  const [up, down] = [join(place.folder, 'up.img'), join(place.folder, 'down.img')]
  await writeFile(up, data)
  const image = await show(
    `image create osc-image --container-format bare --disk-format ${stock['Disk Format']} --file ${up}`,
  )
  await say(`image save --file ${down} osc-image`)
  seen.image = { ...some(image, 'status', 'size', 'visibility'), same: (await readFile(down)).equals(data) }

  seen.network = columns(await show('network create osc-net'))
  seen.subnet = columns(await show('subnet create osc-sub --network osc-net --subnet-range 198.19.7.0/24'))
  seen.router = columns(await show(`router create osc-edge --external-gateway ${external.ID}`))
  await say('router add subnet osc-edge osc-sub')
  await show('security group create osc-web')
  seen.rule = columns(await show('security group rule create osc-web --protocol tcp --dst-port 22'))
  seen.rules = (await list('security group rule list osc-web'))
    .map((row) => [row.Direction, row.Ethertype, row['IP Protocol'], row['Port Range']].join(' '))
    .sort()
  await say(`keypair create osc-key --private-key ${join(place.folder, 'key')}`)
  seen.key = (await readFile(join(place.folder, 'key'), 'utf8')).split('\n')[0]

  const port = await show('port create osc-port --network osc-net --security-group osc-web')
  seen.port = { columns: columns(port), ...some(port, 'status', 'device_owner') }
  const server = await show(
    `server create osc-one --wait --flavor ${flavor.ID} --image ${stock.ID} --port osc-port --availability-zone ${zone} --key-name osc-key --property role=test`,
  )
  seen.server = {
    columns: columns(server),
    ...some(
      server,
      'status',
      'OS-EXT-STS:power_state',
      'OS-EXT-STS:vm_state',
      'properties',
      'security_groups',
      'key_name',
    ),
  }
  seen['plugged port'] = some(await until(() => show('port show osc-port'), 'ACTIVE'), 'status')
  seen.console = await comesTrue(async () => (await say('console log show osc-one')).length > 0)

  const { floating_ip_address: address } = await show(`floating ip create ${external.ID}`)
  await say(`server add floating ip osc-one ${address}`)
  seen['floating ip'] = {
    columns: columns(await show(`floating ip show ${address}`)),
    // Nova hears of it from Neutron, a moment later.
    'at the server': await comesTrue(async () =>
      JSON.stringify((await show('server show osc-one')).addresses).includes(String(address)),
    ),
  }

  const volume = await show(`volume create osc-disk --size 1 --availability-zone ${volumeZone}`)
  seen.volume = columns(volume)
  await until(() => show('volume show osc-disk'), 'available')
  await say('server add volume osc-one osc-disk')
  const attached = await until(() => show('volume show osc-disk'), 'in-use')
  seen.attachment = (attached.attachments as Row[]).map(({ device }) => device)
  seen['volume in use'] = (await openstack.refusal('volume', 'delete', 'osc-disk')).includes('Invalid volume')
  await say('server remove volume osc-one osc-disk')
  await until(() => show('volume show osc-disk'), 'available')
  await say('volume snapshot create osc-moment --volume osc-disk')
  await until(() => show('volume snapshot show osc-moment'), 'available')
  await say('volume snapshot delete osc-moment')

  await say('server set osc-one --property tier=front')
  await say('server stop osc-one')
  await until(() => show('server show osc-one'), 'SHUTOFF')
  await say('server start osc-one')
  const started = await until(() => show('server show osc-one'), 'ACTIVE')
  await say('server reboot osc-one --wait')
  seen['server afterwards'] = some(started, 'properties', 'OS-EXT-STS:vm_state')
  seen.events = (await list('server event list osc-one')).map((row) => row.Action)

  if ((await list('catalog list')).some(({ Type }) => Type === 'object-store')) {
    await say('container create osc-things')
    await say(`object create osc-things ${up} --name some/thing`)
    const object = await show('object show osc-things some/thing')
    await say(`object save osc-things some/thing --file ${down}`)
    seen.object = {
      columns: columns(object),
      length: Number(object['content-length']),
      same: (await readFile(down)).equals(data),
      listed: await list('object list osc-things'),
    }
    await say('container delete --recursive osc-things')
  }

  await say('server delete --wait osc-one')
  await say('port delete osc-port')
  await say('volume delete osc-disk')
  await say(`floating ip delete ${address}`)
  seen['network in use'] = (await openstack.refusal('network', 'delete', 'osc-net')).includes('409')
  await say('router remove subnet osc-edge osc-sub')
  await say('router delete osc-edge')
  await say('network delete osc-net')
  await say('security group delete osc-web')
  await say('keypair delete osc-key')
  await say('image delete osc-image')
  await gone(() => list('volume list'))
  const left: Record<string, unknown> = {}
  for (const what of ['server', 'volume', 'port', 'router', 'network', 'security group', 'keypair', 'image'])
    left[what] = (await list(`${what} list`)).map(({ Name }) => String(Name)).filter(own)
  return { ...seen, left }
}

const own = (name: string) => name.startsWith('osc-')

/** The columns that say something, by name. */
const columns = (row: Row) =>
  Object.keys(row)
    .filter((name) => row[name] !== null && row[name] !== '')
    .sort()

const some = (row: Row, ...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, row[name]]))

/** The first of those that fit, by the columns named. */
const first = (rows: readonly Row[], by: readonly string[], fits: (row: Row) => boolean = () => true): Row => {
  const order = (one: Row, other: Row) => {
    for (const name of by) {
      const [a, b] = [one[name], other[name]] as [number, number]
      if (a !== b) return a < b ? -1 : 1
    }
    return 0
  }
  const [found] = rows.filter(fits).sort(order)
  if (!found) throw new Error(`none of the ${rows.length} rows fits`)
  return found
}

/** Each look is a run of the command, which takes a second or more by itself. */
const until = async (look: () => Promise<Row>, status: string): Promise<Row> => {
  for (let looks = 0; looks < 300; looks += 1) {
    const row = await look()
    if (row.status === status) return row
    if (/error/i.test(String(row.status))) throw new Error(`it is ${row.status}, not ${status}`)
  }
  throw new Error(`it was not ${status} in time`)
}

const comesTrue = async (look: () => Promise<boolean>): Promise<boolean> => {
  for (let looks = 0; looks < 60; looks += 1) if (await look()) return true
  return false
}

const gone = async (look: () => Promise<readonly Row[]>): Promise<void> => {
  for (let looks = 0; looks < 100; looks += 1) if (!(await look()).some(({ Name }) => own(String(Name)))) return
  throw new Error('it was not gone in time')
}

/** The newest `openstack` command, from PyPI. */
export const openstackCommandSession: ClientSession = {
  client: 'openstack command',
  install: installPythonTools,
  version: async () => {
    const said = await runClient({ folder: '/', environment: {} }, pythonTool('openstack'), ['--version'])
    return said.trim().replace('openstack ', '')
  },
  run,
}
