import { CloudError } from '../../../model/cloud-error.ts'
import type { ImageChange } from '../../../wire/openstack/image/image-patch.ts'
import type { ImageDetails } from './image-record.ts'
import type { PropertyRules } from './image-values.ts'
import { isOwnProperty, refuseUnsettable, withProperty } from './image-values.ts'

/** The details after all changes, or the first refusal's error (openstack/glance `glance/api/v2/images.py`, `_do_replace`, `_do_add`, `_do_remove`). */
export const patchImage = (
  details: ImageDetails,
  changes: readonly ImageChange[],
  rules: PropertyRules & { readonly draft: 4 | 10 },
): ImageDetails =>
  changes.reduce((before, change) => {
    const name = propertyAt(change.path)
    if (name === 'id') throw new CloudError('forbidden', "Attribute 'id' is read-only.")
    refuseUnsettable(name)
    const exists = !isOwnProperty(name) || name in before.properties
    if (change.op === 'remove') return without(before, name, exists)
    if (change.value === undefined)
      throw new CloudError('invalid', `Operation "${change.op}" requires a member named "value".`)
    if (change.op === 'replace' && !exists) throw new CloudError('conflict', `Property ${name} does not exist.`)
    if (change.op === 'add' && exists && rules.draft === 4)
      throw new CloudError('conflict', `Property ${name} already present.`)
    return withProperty(before, name, change.value, rules)
  }, details)

const without = (details: ImageDetails, name: string, exists: boolean): ImageDetails => {
  if (!isOwnProperty(name)) throw new CloudError('forbidden', `Property ${name} may not be removed.`)
  if (!exists) throw new CloudError('conflict', `Property ${name} does not exist.`)
  const { [name]: _removed, ...properties } = details.properties
  return { ...details, properties }
}

/** The property that a JSON pointer of one level names. */
const propertyAt = (pointer: string): string => {
  const refuse = (why: string): never => {
    throw new CloudError('invalid', `Pointer \`${pointer}\` ${why}`)
  }
  if (!pointer.startsWith('/')) refuse('does not start with "/".')
  if (/\/\s*\//.test(pointer.slice(1))) refuse('contains adjacent "/".')
  if (pointer.length > 1 && pointer.endsWith('/')) refuse('end with "/".')
  if (/~(?![01])/.test(pointer)) refuse('contains "~" not part of a recognized escape sequence.')
  const path = pointer
    .replace(/^\/+/, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~').trim())
  const [name = ''] = path
  if (path.length !== 1 && name !== 'locations')
    throw new CloudError('invalid', `Invalid JSON pointer for this resource: '/${path.join('/')}'`)
  return name
}
