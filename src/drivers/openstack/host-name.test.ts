import { expect, it } from 'vitest'
import { hostNameFor } from './host-name.ts'

it('leaves to Nova the names that it turns into host names itself', () => {
  expect(hostNameFor('lamp--web-1')).toBeUndefined()
  expect(hostNameFor('Hafen #2')).toBeUndefined()
})

it('makes of every other name a label that Neutron takes as dns_name', () => {
  expect(hostNameFor('Hafen Überseekai 港 #2')).toBe('hafen-uberseekai-2')
  expect(hostNameFor('港')).toBe('server')
  expect(hostNameFor(`${'ü'.repeat(62)} x`)).toBe('u'.repeat(62))
})
