import { describe, expect, it } from 'vitest'
import { endpointFor, regionsOf } from './catalog.ts'
import { serviceTypes } from './service-type.ts'

const endpoint = (url: string, region = 'RegionOne', face = 'public') => ({ interface: face, url, region_id: region })
const choice = { interface: 'public' }

describe('choosing an endpoint', () => {
  it('prefers the official type, then the aliases, and a version that this client speaks', () => {
    const catalog = [
      { type: 'volume', endpoints: [endpoint('http://v/v1/p')] },
      { type: 'volumev2', endpoints: [endpoint('http://v/v2/p')] },
      { type: 'volumev3', endpoints: [endpoint('http://v/v3/p')] },
    ]
    expect(endpointFor(catalog, serviceTypes['block-storage'], choice)).toBe('http://v/v3/p')
  })

  it('takes the one of several that names the right version', () => {
    const catalog = [{ type: 'compute', endpoints: [endpoint('http://n/v2/p'), endpoint('http://n/v2.1/p')] }]
    expect(endpointFor(catalog, serviceTypes.compute, choice)).toBe('http://n/v2.1/p')
  })

  it('keeps to region and interface, whichever way they are written', () => {
    const catalog = [
      {
        type: 'network',
        endpoints: [
          endpoint('http://a', 'one'),
          endpoint('http://b', 'two'),
          endpoint('http://c', 'two', 'internal'),
          { interface: 'adminURL', url: 'http://d', region: 'two' },
        ],
      },
    ]
    const chosen = (region: string, face: string) =>
      endpointFor(catalog, serviceTypes.network, { region, interface: face })
    expect(chosen('two', 'public')).toBe('http://b')
    expect(chosen('two', 'internal')).toBe('http://c')
    expect(chosen('two', 'admin')).toBe('http://d')
    expect(chosen('Two', 'public')).toBeUndefined()
    expect(regionsOf(catalog)).toEqual(['one', 'two'])
  })

  it('honours another type and a name', () => {
    const catalog = [
      { type: 'compute', name: 'first', endpoints: [endpoint('http://first')] },
      { type: 'compute', name: 'second', endpoints: [endpoint('http://second')] },
      { type: 'rax:compute', endpoints: [endpoint('http://rax')] },
    ]
    expect(endpointFor(catalog, serviceTypes.compute, { ...choice, name: 'second' })).toBe('http://second')
    expect(endpointFor(catalog, serviceTypes.compute, { ...choice, type: 'rax:compute' })).toBe('http://rax')
  })
})
