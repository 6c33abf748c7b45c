import type { FrontProfile } from '../kernel/front-profile.ts'

/** False where the extension is switched off: then nothing is filtered, and no port knows of groups. */
export const hasSecurityGroups = ({ withoutExtensions }: FrontProfile): boolean =>
  !withoutExtensions.includes('security-group')
