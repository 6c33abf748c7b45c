import { swiftRefusal } from './swift-refusal.ts'

/** What a path names, decoded. */
export interface Target {
  readonly account: string
  readonly container?: string
  /** Only with a container; may have slashes in it. */
  readonly object?: string
}

/** A container. */
export interface ContainerTarget extends Target {
  readonly container: string
}

/** An object. */
export interface ObjectTarget extends ContainerTarget {
  readonly object: string
}

export const isContainerTarget = (target: Target): target is ContainerTarget => target.container !== undefined

export const isObjectTarget = (target: Target): target is ObjectTarget => target.object !== undefined

/**
 * Reads `/v1/account/container/object` as it came, still encoded: a slash that is encoded is one as well. A slash behind the account or the container stands for nothing
 * (openstack/swift `swift/common/utils/__init__.py`, `split_path`). Throws 404 without an account, 412 for what is no UTF-8 or has a NUL in it.
 */
export const parseTarget = (path: string): Target => {
  const [, , account = '', container = '', ...rest] = decoded(path).split('/')
  const object = rest.join('/')
  if (account === '' || (container === '' && object !== '')) throw swiftRefusal(404)
  return { account, ...(container === '' ? {} : { container }), ...(object === '' ? {} : { object }) }
}

/** `container/object` as headers such as `X-Copy-From` name it, percent-encoded or not. Throws 412 with that text for anything else. */
export const parseObjectPath = (
  text: string,
  refusal: string,
): { readonly container: string; readonly object: string } => {
  const [, container, object] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(text)) ?? []
  if (container === undefined || object === undefined) throw swiftRefusal(412, refusal)
  return { container, object }
}

/** Text with its percent signs decoded. Throws 412 for what is then no UTF-8 or has a NUL in it. */
export const decoded = (text: string): string => {
  if (!text.includes('%')) return text
  try {
    // A percent sign before anything else stands for itself.
    const plain = decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'))
    if (!plain.includes('\0')) return plain
  } catch {
    // Told below.
  }
  throw swiftRefusal(412, 'Invalid UTF8 or contains NULL')
}
