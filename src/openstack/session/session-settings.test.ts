import { describe, expect, it } from 'vitest'
import { sessionSettings } from './session-settings.ts'

const auth = { auth_url: 'https://cloud.test:5000', username: 'demo', password: 'secret', project_name: 'demo' }

describe('a cloud’s values', () => {
  it('give the service’s own keys before the general ones, under any of its names', () => {
    const { service } = sessionSettings({
      auth,
      region_name: 'one',
      interface: 'internalURL',
      volume_endpoint_override: 'https://volumes.test/v3/%(project_id)s',
      compute_region_name: 'two',
      compute_service_name: 'nova2',
      compute_default_microversion: '2.60',
      image_interface: 'admin',
      image_status_code_retries: '5',
      database_service_type: 'rax:database',
      network_service_type: 'rax:network',
    })
    expect(service('block-storage')).toMatchObject({
      endpoint: 'https://volumes.test/v3/%(project_id)s',
      region: 'one',
      interface: 'internal',
    })
    expect(service('compute')).toMatchObject({ region: 'two', name: 'nova2', microversion: '2.60' })
    expect(service('image')).toMatchObject({ interface: 'admin', retries: 5 })
    expect(service('network')).toMatchObject({ type: 'rax:network' })
  })

  it('name the key that is missing or means nothing', () => {
    expect(() => sessionSettings({ auth: {} })).toThrow('the configuration has no auth_url')
    expect(() => sessionSettings({ auth: { ...auth, password: '' } })).toThrow('the configuration has no password')
    expect(() => sessionSettings({ auth, auth_type: 'v3oidcpassword' })).toThrow(
      'auth_type v3oidcpassword is not offered',
    )
    expect(() => sessionSettings({ auth, api_timeout: 'soon' })).toThrow('api_timeout is no number of at least 0: soon')
  })

  it('give the identity that the auth section has', () => {
    const identityOf = (values: Record<string, unknown>) => sessionSettings(values).credentials.identity
    const credential = { auth_url: auth.auth_url, application_credential_id: 'a', application_credential_secret: 's' }
    expect(identityOf({ auth })).toEqual({ method: 'password', userName: 'demo', password: 'secret' })
    expect(identityOf({ auth: credential, auth_type: 'v3applicationcredential' })).toEqual({
      method: 'application_credential',
      id: 'a',
      secret: 's',
    })
    expect(identityOf({ auth: { auth_url: auth.auth_url, token: 't' } })).toEqual({ method: 'token', token: 't' })
  })

  it('verify certificates unless told otherwise', () => {
    expect(sessionSettings({ auth }).tls).toEqual({ verify: true })
    expect(sessionSettings({ auth, verify: 'false' }).tls).toEqual({ verify: false })
    expect(sessionSettings({ auth, insecure: true, cacert: '/ca.pem' }).tls).toEqual({
      verify: false,
      cacert: '/ca.pem',
    })
  })
})
