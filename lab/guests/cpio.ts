/** A file of an archive: its path without a leading slash, and what is in it. A path that ends with a slash is a folder. */
export type ArchiveFile = readonly [path: string, content: string]

/** A cpio archive in the format that the Linux kernel unpacks as an initial RAM disk (Documentation/driver-api/early-userspace/buffer-format.rst). Folders come before what is in them. */
export const cpio = (files: readonly ArchiveFile[]): Buffer =>
  Buffer.concat(
    [...files, ['TRAILER!!!', ''] as const].map(([path, content], index) => entry(path, content, index + 1)),
  )

const entry = (path: string, content: string, number: number): Buffer => {
  const isFolder = path.endsWith('/')
  const name = Buffer.from(`${isFolder ? path.slice(0, -1) : path}\0`)
  const data = Buffer.from(content)
  const mode = isFolder ? 0o040755 : 0o100644
  const fields = [number, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, name.length, 0]
  const header = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`
  return Buffer.concat([padded(Buffer.concat([Buffer.from(header), name])), padded(data)])
}

/** With zeros up to a multiple of four bytes: where the kernel looks for an archive that follows another, however that one was compressed. */
export const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
