import type { Architecture } from '../../model/flavor.ts'
import { architectures } from '../../model/flavor.ts'

const others: Readonly<Record<string, Architecture>> = {
  amd64: 'x86_64',
  'x86-64': 'x86_64',
  arm64: 'aarch64',
  ppc64el: 'ppc64le',
}

/** A processor architecture from any of the words that clouds have for it; undefined for one that the model does not know. */
export const architectureOf = (word: string | null | undefined): Architecture | undefined => {
  const lower = word?.trim().toLowerCase() ?? ''
  return architectures.find((known) => known === lower) ?? others[lower]
}
