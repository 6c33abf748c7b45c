import { describe, expect, it } from 'vitest'
import { keptBody, shownMessages } from './exchange-text.ts'
import { Redactor } from './redactor.ts'

const nothing = { headers: [], body: '' }
const json = (body: unknown) => ({ headers: [], body: JSON.stringify(body) })
const shownBody = (body: unknown) => JSON.parse(shownMessages(new Redactor(), json(body), nothing).request.body)

describe('what people see of a request and its answer', () => {
  it.each([
    [{ auth: { identity: { password: { user: { name: 'demo', password: 'pa55word' } } } } }, 'pa55word', 'demo'],
    [{ auth: { identity: { token: { id: 'gAAAAAB' } }, scope: { project: { id: 'p1' } } } }, 'gAAAAAB', 'p1'],
    [{ auth: { identity: { application_credential: { id: 'ac1', secret: 'hush-hush' } } } }, 'hush-hush', 'ac1'],
    [{ server: { name: 'web', user_data: 'I2Nsb3VkLWNvbmZpZw==', adminPass: 'x8TJ6Ff' } }, 'x8TJ6Ff', 'web'],
    [{ server: { name: 'web', 'OS-EXT-SRV-ATTR:user_data': 'I2Nsb3VkLWNvbmZpZw==' } }, 'I2Nsb3Vk', 'web'],
    [{ server: { name: 'web', personality: [{ path: '/etc/k', contents: 'c2VjcmV0' }] } }, 'c2VjcmV0', 'web'],
    [{ keypair: { name: 'k', private_key: '-----BEGIN\nRSA-----' } }, 'BEGIN', 'k'],
    [{ credential: { type: 'ec2', blob: '{"secret":"abcd"}' } }, 'abcd', 'ec2'],
    [{ output: 'the password is swordfish' }, 'swordfish', 'output'],
  ])('has no secret, and the rest: %#', (body, secret, rest) => {
    const text = JSON.stringify(shownBody(body))
    expect(text).not.toContain(secret)
    expect(text).toContain('***')
    expect(text).toContain(rest)
  })

  it('has no secret of the request that the answer repeats', () => {
    const request = json({ server: { user_data: 'I2Nsb3VkLWNvbmZpZw==' } })
    const complaint = { badRequest: { message: 'Invalid input for user_data. Value: I2Nsb3VkLWNvbmZpZw==.' } }
    const { answer } = shownMessages(new Redactor(), request, json(complaint))
    expect(answer.body).toBe('{"badRequest":{"message":"Invalid input for user_data. Value: ***."}}')
  })

  it('has no secret where an answer was cut off', () => {
    const cut = { headers: [], body: '{"keypair": {"name": "k", "private_key": "-----BEGIN' }
    expect(shownMessages(new Redactor(), nothing, cut).answer.body).toBe(
      '{"keypair": {"name": "k", "private_key": "***"',
    )
  })

  it('has only headers that hold no token, and those without the secrets of the session', () => {
    const redactor = new Redactor()
    redactor.hide('gAAAAAB')
    const headers = [
      ['x-auth-token', 'gAAAAAB'],
      ['set-cookie', 'session=1'],
      ['content-type', 'application/json'],
      ['location', 'http://cloud.test/?token=gAAAAAB'],
    ] as const
    expect(shownMessages(redactor, { headers, body: '' }, nothing).request.headers).toEqual({
      'content-type': 'application/json',
      location: 'http://cloud.test/?token=***',
    })
  })

  it('shortens lists and long texts inside the JSON, and says so', () => {
    const shown = shownBody({ servers: Array.from({ length: 20 }, (_, id) => ({ id })), note: 'n'.repeat(1000) })
    expect(shown.servers).toHaveLength(9)
    expect(shown.servers[8]).toBe('… and 12 more')
    expect(shown.note).toMatch(/^n{399}…$/)
  })

  it('is no longer than 4,096 characters and tells the true length', () => {
    const { answer } = shownMessages(new Redactor(), nothing, { headers: [], body: '<p>'.repeat(3000) })
    expect(answer.body).toHaveLength(4096)
    expect(answer.length).toBe(9000)
  })

  it('keeps nothing of a body that is too long to be looked through', () => {
    expect(keptBody('x'.repeat(100_000))).toBe('')
    expect(keptBody(undefined)).toBe('')
  })
})
