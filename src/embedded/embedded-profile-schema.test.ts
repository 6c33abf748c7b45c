import { expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type { EmbeddedProfile } from './embedded-profile.ts'
import { embeddedProfileSchema } from './embedded-profile-schema.ts'

/** The same type without `readonly`, which schemas do not say. */
type Writable<Value> = Value extends readonly (infer Item)[]
  ? Writable<Item>[]
  : Value extends object
    ? { -readonly [Key in keyof Value]: Writable<Value[Key]> }
    : Value

test('what the schema yields and the interfaces are the same, in both directions', () => {
  expectTypeOf<Writable<z.output<typeof embeddedProfileSchema>>>().toEqualTypeOf<
    // What a broken cloud does wrong is code, which no file has.
    Writable<Omit<EmbeddedProfile, 'breach'>>
  >()
  expect(embeddedProfileSchema.parse({ name: 'bare' })).toMatchObject({ cloud: {}, front: {}, tls: 'none' })
})
