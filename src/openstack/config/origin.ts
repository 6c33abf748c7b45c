import type { SourcePosition } from '../../model/diagnostic.ts'

/** Where a configuration value came from. */
export type Origin =
  | { readonly kind: 'file'; readonly at: SourcePosition }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'well-known'; readonly url: string }
  | { readonly kind: 'option'; readonly name: string }
  | { readonly kind: 'default' }

/** The origin in words for people: `clouds.yaml:4`, `$OS_PASSWORD`, `profile rackspace`, `default`. */
export const describeOrigin = (origin: Origin): string => {
  switch (origin.kind) {
    case 'file':
      return `${origin.at.file}:${origin.at.line}`
    case 'variable':
      return `$${origin.name}`
    case 'profile':
      return `profile ${origin.name}`
    case 'well-known':
      return origin.url
    case 'option':
      return `option ${origin.name}`
    case 'default':
      return 'default'
  }
}
