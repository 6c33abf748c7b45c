import type { CloudDriver } from '../../driver.ts'

/** A driver whose log-in can be ended, out of one that has none: so that the rule about it has a cloud to hold on. */
export const withLogIn = (driver: CloudDriver): CloudDriver => ({ logOut: async () => 'ended', ...driver })
