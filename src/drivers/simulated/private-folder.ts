import { chmod, lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'

const prefix = 'portolan-objects-'
/** Who holds a folder listens on this socket in it: the kernel tells whether somebody does, in whatever process and container. */
const holder = 'holder.sock'
/** A folder without a socket may be one that is being made. */
const youngMs = 60 * 60 * 1000

/** A folder that nobody else may look into. It goes, with all that is in it, when it is disposed of. */
export interface PrivateFolder extends AsyncDisposable {
  readonly path: string
}

/**
 * Makes one in the folder `parent`, of mode 0700. Those that killed processes of the same user left there are removed; what somebody holds, or is not ours
 * for sure, stays.
 */
export const privateFolder = async (parent: string): Promise<PrivateFolder> => {
  const path = await mkdtemp(join(parent, prefix))
  await chmod(path, 0o700)
  const server = await listenAt(join(path, holder))
  await removeLeftOvers(parent, (await lstat(path)).mtimeMs)
  return {
    path,
    async [Symbol.asyncDispose]() {
      // The socket goes last, so that no other process takes the rest for left over.
      for (const name of await readdir(path)) if (name !== holder) await rm(join(path, name), { force: true })
      await new Promise((resolve) => server.close(resolve))
      await rm(path, { recursive: true, force: true })
    },
  }
}

const listenAt = (path: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(path, () => resolve(server.unref()))
  })

const removeLeftOvers = async (parent: string, now: number): Promise<void> => {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix))
  await Promise.all(
    names.map(async (name) => {
      const path = join(parent, name)
      // Another process may remove it at the same time.
      if (await isLeftOver(path, now).catch(() => false))
        await rm(path, { recursive: true, force: true }).catch(() => {})
    }),
  )
}

const isLeftOver = async (path: string, now: number): Promise<boolean> => {
  const about = await lstat(path)
  if (!about.isDirectory() || about.uid !== process.getuid?.() || (about.mode & 0o777) !== 0o700) return false
  const said = await callTo(join(path, holder))
  return said === 'nobody' || (said === 'no socket' && now - about.mtimeMs > youngMs)
}

const callTo = (path: string): Promise<'somebody' | 'nobody' | 'no socket' | 'unknown'> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve('somebody')
    })
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' ? 'nobody' : code === 'ENOENT' ? 'no socket' : 'unknown'),
    )
  })
