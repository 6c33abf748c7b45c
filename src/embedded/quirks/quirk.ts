/** One way in which OpenStack clouds differ, seen at the 2016 Interop Challenge or since, and what becomes of it here. Paths are from the repository's root. */
export interface Quirk {
  /** Stays the same for ever: profiles name quirks by it. */
  readonly n: number
  readonly area: QuirkArea
  readonly quirk: string
  /** What absorbs it; absent only where nothing does yet. */
  readonly rule?: { readonly says: string; readonly file: string; readonly symbol: string }
  /** What fails without the rule. The title's parts are joined with ` > `. */
  readonly test?: { readonly file: string; readonly title: string }
  /** Why no profile claims it: how every cloud shows it. */
  readonly everywhere?: string
  /** What simulated guests cannot show of it, and what real ones have shown so far. */
  readonly needsGuest?: string
}

export const quirkAreas = [
  'logging in',
  'catalog and regions',
  'zones',
  'networks',
  'addresses',
  'security groups',
  'images',
  'flavors',
  'volumes',
  'guests',
  'services and policy',
  'a tool’s own',
] as const
type QuirkArea = (typeof quirkAreas)[number]
