import { describe, expect, test } from 'vitest'
import { readUserData } from './cloud-config.ts'

const config = (...lines: string[]) => readUserData(['#cloud-config', ...lines, ''].join('\n'))

describe('user data', () => {
  test('may be absent, a script or a MIME archive', () => {
    expect(readUserData(undefined)).toEqual({ kind: 'none' })
    expect(readUserData('#!/bin/sh\nexit 1\n')).toEqual({ kind: 'opaque', what: 'a script' })
    expect(readUserData('Content-Type: multipart/mixed; boundary="x"\n')).toEqual({
      kind: 'opaque',
      what: 'a MIME archive',
    })
  })

  test('that cloud-init does not know is left alone', () => {
    expect(readUserData('packages: [nginx]\n')).toEqual({ kind: 'unknown' })
    expect(readUserData('#cloud-configuration\n')).toEqual({ kind: 'unknown' })
  })

  test('as cloud-config tells what would be done, without the contents of files', () => {
    const read = config(
      'packages: [nginx, [curl, 7.88]]'.replace('7.88', '"7.88"'),
      'write_files:',
      '  - path: /etc/motd',
      '    content: hunter2',
      '    permissions: "0644"',
      'runcmd:',
      '  - systemctl start nginx',
      '  - [echo, 1]',
    )
    expect(read).toEqual({
      kind: 'cloud-config',
      steps: ['write_files: /etc/motd', 'packages: 2 packages', 'runcmd: 2 commands'],
      warnings: [],
    })
    expect(JSON.stringify(read)).not.toContain('hunter2')
  })

  test('with nothing in it is fine', () => {
    expect(config()).toEqual({ kind: 'cloud-config', steps: [], warnings: [] })
  })

  test('with unknown keys is warned about', () => {
    expect(config('hostname: a', 'pakages: [nginx]')).toMatchObject({ warnings: ['line 3: unknown key "pakages"'] })
  })

  test.each([
    [['packages: [nginx'], /^line 3, column 1: not YAML/],
    [['- packages'], /top level is not a mapping/],
    [['just text'], /top level is not a mapping/],
    [['packages: nginx'], /^line 2: packages: /],
    [['write_files:', '  - content: x'], /^line 3: write_files\.0\.path: /],
    [['runcmd:', '  - echo a: b'], /^line 3: runcmd\.0: /],
    [['ssh_authorized_keys: ssh-ed25519 AAAA'], /^line 2: ssh_authorized_keys: /],
    [['hostname: [a]'], /^line 2: hostname: /],
    [['mounts: {a: b}'], /^line 2: mounts: /],
    [['fs_setup: [ext4]'], /^line 2: fs_setup\.0: /],
    [['users: 5'], /^line 2: users: /],
    [['bootcmd: reboot'], /^line 2: bootcmd: /],
  ])('with a mistake names its line and key: %j', (lines, problem) => {
    expect(config(...lines)).toEqual({ kind: 'broken', problem: expect.stringMatching(problem) })
  })

  test('never shows a value in a problem', () => {
    const read = config('password: [hunter2]', 'chpasswd: hunter2')
    expect(read.kind).toBe('broken')
    expect(JSON.stringify(read)).not.toContain('hunter2')
  })
})
