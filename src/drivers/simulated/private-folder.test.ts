import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { privateFolder } from './private-folder.ts'

let parent = ''
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'private-folder-test-'))
})
afterEach(() => rm(parent, { recursive: true }))

/** As a process leaves it that listened on a socket in it and was killed. */
const leaveBehind = async (name: string) => {
  const path = join(parent, `portolan-objects-${name}`)
  await mkdir(path, { mode: 0o700 })
  await writeFile(join(path, '1.data'), 'data')
  const script = `require('net').createServer().listen(${JSON.stringify(join(path, 'holder.sock'))}, () => process.kill(process.pid, 'SIGKILL'))`
  await once(spawn(process.execPath, ['-e', script]), 'exit')
  return path
}

test('what a killed process left is removed, what another holds stays', async () => {
  await leaveBehind('left')
  const first = await privateFolder(parent)
  const second = await privateFolder(parent)
  expect((await readdir(parent)).sort()).toEqual([basename(first.path), basename(second.path)].sort())
  await first[Symbol.asyncDispose]()
  await second[Symbol.asyncDispose]()
  expect(await readdir(parent)).toEqual([])
})

test('what is not ours for sure stays', async () => {
  await chmod(await leaveBehind('open-to-others'), 0o755)
  await mkdir(join(parent, 'portolan-objects-being-made'), { mode: 0o700 })
  await writeFile(join(parent, 'portolan-objects-file'), '')
  await mkdir(join(parent, 'another'), { mode: 0o700 })
  await (await privateFolder(parent))[Symbol.asyncDispose]()
  expect((await readdir(parent)).sort()).toEqual([
    'another',
    'portolan-objects-being-made',
    'portolan-objects-file',
    'portolan-objects-open-to-others',
  ])
})

test('one that nobody came to hold in an hour is left over', async () => {
  const path = join(parent, 'portolan-objects-never-held')
  await mkdir(path, { mode: 0o700 })
  const twoHoursAgo = (Date.now() - 2 * 60 * 60 * 1000) / 1000
  await utimes(path, twoHoursAgo, twoHoursAgo)
  await (await privateFolder(parent))[Symbol.asyncDispose]()
  expect(await readdir(parent)).toEqual([])
})
