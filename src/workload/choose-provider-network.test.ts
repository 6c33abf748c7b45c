import { expect, it } from 'vitest'
import { asId } from '../model/id.ts'
import type { Network } from '../model/network.ts'
import { chooseProviderNetwork } from './choose-provider-network.ts'

const network = (name: string, more: Partial<Network> = {}): Network => ({
  id: asId(name),
  name,
  status: 'active',
  external: false,
  shared: true,
  ...more,
})
const chosen = (networks: readonly Network[], mustBeReached: boolean, before?: string) =>
  chooseProviderNetwork(networks, mustBeReached, before)?.network.name

it('goes by what reaches a network and never by its name', () => {
  const liars = [network('public', { reachable: false }), network('private', { reachable: true })]
  expect(chosen(liars, true)).toBe('private')
  expect(chosen(liars, false)).toBe('public')
  expect(chosen([network('public', { reachable: false })], true)).toBeUndefined()
})

it('takes the default among several, and a shared one before an external one', () => {
  const some = [
    network('ext', { external: true, shared: false, default: true }),
    network('one', { reachable: true }),
    network('two', { reachable: true, default: true }),
  ]
  expect(chosen(some, true)).toBe('two')
  expect(chosen(some.slice(0, 2), true)).toBe('one')
  expect(chosen(some.slice(0, 1), true)).toBe('ext')
})

it('stays where the servers are', () => {
  const some = [network('one', { default: true }), network('two')]
  expect(chosen(some, true, 'two')).toBe('two')
})

it('takes no network that is broken or of another project', () => {
  expect(chosen([network('broken', { status: 'error' }), network('own', { shared: false })], false)).toBeUndefined()
})
