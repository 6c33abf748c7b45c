import type { ConfigValue } from './traced.ts'

const secret = /(password|passcode|secret|token|otp_key|api_?key|secret_?key)$/i

/** The value as it may be shown to anyone: `***` in place of a secret, and no password inside a URL. */
export const redact = (path: string, value: ConfigValue): ConfigValue => {
  if (value === null || value === '' || typeof value === 'boolean') return value
  if (secret.test(path)) return '***'
  if (Array.isArray(value)) return value.map((item) => redact(path, item))
  if (typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value as Record<string, ConfigValue>).map(([key, item]) => [key, redact(key, item)]),
    )
  return typeof value === 'string' ? value.replace(/(:\/\/[^/:@\s]*):[^/@\s]*@/, '$1:***@') : value
}
