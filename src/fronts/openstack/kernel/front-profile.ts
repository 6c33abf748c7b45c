/** What an operator decides about an OpenStack cloud: all that differs between two clouds that run the same software. */
export interface FrontProfile {
  /** The cloud's short name, for clouds.yaml. */
  readonly name: string
  readonly region: string
  readonly domain: { readonly id: string; readonly name: string }
  /** Seconds for which a token is good. */
  readonly tokenSeconds: number
  /** The most items of one page of a list; a caller may ask for fewer. */
  readonly pageLimit: number
  /** The quotas of a new project; -1 means unlimited. Names as the services spell them. */
  readonly quotas: {
    readonly compute: Readonly<Record<string, number>>
    readonly network: Readonly<Record<string, number>>
    readonly volume: Readonly<Record<string, number>>
  }
  /** The disk formats that Glance takes. */
  readonly imageFormats: readonly string[]
  /** The neutron extensions' aliases that are switched off. */
  readonly withoutExtensions: readonly string[]
  /** Highest microversions, such as `2.96`, where the cloud is older than this front. */
  readonly maxMicroversions: { readonly compute?: string; readonly volume?: string; readonly placement?: string }
  /** Milliseconds after which a resized server is confirmed without being asked; absent for never. */
  readonly resizeConfirmAfterMs?: number
}
