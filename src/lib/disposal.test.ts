import { expect, it } from 'vitest'
import { Disposal } from './disposal.ts'

it('closes in reverse order and goes on after a failure, which it then throws', async () => {
  const closed: string[] = []
  const disposal = new Disposal()
  disposal.use({ [Symbol.dispose]: () => void closed.push('first') })
  disposal.use({
    [Symbol.asyncDispose]: async () => {
      closed.push('second')
      throw new Error('stuck')
    },
  })
  disposal.use({ [Symbol.asyncDispose]: async () => void closed.push('third') })
  await expect(disposal[Symbol.asyncDispose]()).rejects.toThrow('stuck')
  expect(closed).toEqual(['third', 'second', 'first'])
})
