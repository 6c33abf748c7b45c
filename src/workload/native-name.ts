/** What the cloud calls a deployment's resource. `--` cannot be in a deployment's name, so no deployment's prefix is another's. */
export const nativeName = (deployment: string, part: string): string => `${deployment}--${part}`

/** True for names that `nativeName` gave for that deployment. */
export const isNativeName = (deployment: string, name: string): boolean => name.startsWith(`${deployment}--`)

/** True for names that `nativeName` may have given, for whatever deployment. */
export const isAnyNativeName = (name: string): boolean => /^[a-z](?:-?[a-z0-9])*--/.test(name)
