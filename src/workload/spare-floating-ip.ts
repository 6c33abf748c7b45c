import type { FloatingIp } from '../model/floating-ip.ts'
import { isAnyNativeName } from './native-name.ts'

/** True for an address of the project's that leads nowhere and that no deployment, of whatever journal, has allocated for itself. */
export const isSpare = ({ portId, description }: Pick<FloatingIp, 'portId' | 'description'>): boolean =>
  portId === undefined && !isAnyNativeName(description)
