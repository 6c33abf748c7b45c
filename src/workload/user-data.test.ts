import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { renderUserData } from './user-data.ts'

const rendered = (secret: string) =>
  renderUserData(
    {
      hostname: 'db-1',
      files: [
        { path: '/etc/app', content: ['password=', { secret: 'one' }, '\nend\n'], mode: '600', owner: 'root:root' },
      ],
      packages: ['mariadb-server'],
      run: [['echo ', { node: 'port/web-1', output: 'address' }]],
      mounts: [{ volume: { node: 'volume/data' }, directory: '/srv/data', filesystem: 'xfs' }],
    },
    {
      text: (parts) =>
        parts.map((part) => (typeof part === 'string' ? part : 'secret' in part ? secret : '198.18.0.4')).join(''),
      id: () => '6e8d1c1c-1d9f-4f57-8a65-0123456789ab',
    },
  )

describe('renderUserData', () => {
  it.each(['plain', 'with "quotes" and \\', 'a: b # c\n- d', '%{[&*!|>'])(
    'stays a valid cloud-config whatever a secret is: %j',
    (secret) => {
      const text = rendered(secret)
      expect(text.startsWith('#cloud-config\n')).toBe(true)
      const config = parse(text)
      expect(config).toMatchObject({ hostname: 'db-1', packages: ['mariadb-server', 'xfsprogs'] })
      expect(config.write_files.at(-1)).toEqual({
        path: '/etc/app',
        permissions: '0600',
        owner: 'root:root',
        content: `password=${secret}\nend\n`,
      })
    },
  )

  it('mounts volumes before the commands run, and stops at the first that fails', () => {
    const [first, second, third] = parse(rendered('x')).runcmd
    expect(first).toBe('set -e')
    expect(second).toEqual([
      '/usr/local/sbin/portolan-mount',
      '6e8d1c1c-1d9f-4f57-8a65-0123456789ab',
      '/srv/data',
      'xfs',
    ])
    expect(third).toBe('echo 198.18.0.4')
  })

  it('finds a volume by its id, and looks again and has the SCSI hosts look until it is there', () => {
    const script: string = parse(rendered('x')).write_files[0].content
    expect(script).toContain('/dev/disk/by-id/*')
    expect(script).not.toMatch(/\/dev\/(vd|sd|xvd)[a-z]/)
    const loop = script.slice(script.indexOf('while found='), script.indexOf('\ndone\n'))
    expect(loop).toContain('/sys/class/scsi_host/host*/scan')
  })

  it('names no network interface and no device, whatever the image calls them', () => {
    expect(rendered('x')).not.toMatch(/\b(eth|ens|enp)\d|\/dev\/(vd|sd|xvd)[a-z]/)
  })

  it('writes a mount script that a POSIX shell can read', () => {
    const script = parse(rendered('x')).write_files[0].content
    expect(spawnSync('sh', ['-n'], { input: script })).toMatchObject({ status: 0 })
  })
})
