import { expect, it } from 'vitest'
import { limitsIn } from './size-limits.ts'

it("reads the limit out of Cinder's refusal, also where Nova passes it on", () => {
  const least =
    "Invalid input received: Specified volume size of '1' is less than the minimum required size of '10' for volume type 'ssd'."
  expect(limitsIn(least)).toEqual({ sizeGiB: { least: 10 } })
  expect(limitsIn(`Build of instance 6e8d aborted: ${least}`)).toEqual({ sizeGiB: { least: 10 } })
  expect(
    limitsIn("Specified volume size of '9' is greater than the maximum allowable size of '8' for volume type 'ssd'."),
  ).toEqual({ sizeGiB: { most: 8 } })
  expect(limitsIn('Volume size 1GB cannot be smaller than the snapshot size 2GB.')).toBeUndefined()
})
