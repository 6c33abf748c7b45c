const mebibytes = { MiB: 1, GiB: 1024, TiB: 1024 * 1024 } as const

/** Reads `512 MiB`, `2GiB`, `1.5 TiB` into whole MiB, rounded up; `undefined` for anything else. */
export const parseSizeMiB = (written: string): number | undefined => {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)\s*(MiB|GiB|TiB)$/.exec(written)
  if (!match) return undefined
  return Math.ceil(Number(match[1]) * mebibytes[match[2] as keyof typeof mebibytes])
}

/** For people: `512 MiB`, `2 GiB`. */
export const formatMiB = (size: number): string => (size % 1024 === 0 ? `${size / 1024} GiB` : `${size} MiB`)
