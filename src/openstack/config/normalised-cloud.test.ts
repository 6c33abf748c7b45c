import { describe, expect, test } from 'vitest'
import { entry, resolve } from './resolve-bench.ts'

describe('normalised', () => {
  const keys = 'auth_url: k, username: u, password: p'
  test.each<[string, string, object]>([
    ['dashes become underscores', '{image-format: raw}', { image_format: 'raw' }],
    [
      'numbers become text, as Python writes them',
      '{a: 3, b: 2.10, c: 3.0, n: {d: 4}}',
      { a: '3', b: '2.1', c: '3.0', n: { d: '4' } },
    ],
    ['api_timeout stays a number', '{api_timeout: 7}', { api_timeout: 7 }],
    ['YAML is 1.1', '{verify: no, a: 012, b: y}', { verify: false, a: '10', b: 'y' }],
    [
      'tenant_* become project_*',
      `{auth: {${keys}, tenant_name: t, tenant-id: 5}}`,
      { auth: { project_name: 't', project_id: '5' } },
    ],
    ['project_* beats tenant_*', `{auth: {${keys}, tenant_name: t, project_name: p}}`, { auth: { project_name: 'p' } }],
    [
      'outside auth beats inside',
      `{tenant_name: out, auth: {${keys}, tenant_name: in}}`,
      { auth: { project_name: 'out' } },
    ],
    [
      'v2password keeps its tenants',
      `{auth_type: v2password, auth: {${keys}, project_name: t}}`,
      { auth: { tenant_name: 't' } },
    ],
    ['auth_token becomes token', '{auth_type: token, auth: {auth_url: k, auth_token: t}}', { auth: { token: 't' } }],
    [
      'auth_plugin becomes auth_type',
      '{auth_plugin: token, auth: {auth_url: k, token: t}}',
      { auth_type: 'token', auth: { token: 't' } },
    ],
    ['auth_type beats auth_plugin', '{auth_plugin: token, auth_type: v3token}', { auth_type: 'v3token' }],
    ['endpoint_type becomes interface', '{endpoint_type: internal}', { interface: 'internal' }],
    [
      'compute_endpoint_type becomes compute_interface',
      '{compute_endpoint_type: admin}',
      { compute_interface: 'admin' },
    ],
    ['a service’s time-out is the cloud’s', '{compute_timeout: 5}', { api_timeout: 5 }],
    ['user_name becomes username', '{user_name: ada, auth: {auth_url: k}}', { auth: { username: 'ada' } }],
    [
      'one domain is the user’s and the project’s',
      `{auth: {${keys}, project_name: p, domain_name: D}}`,
      { auth: { user_domain_name: 'D', project_domain_name: 'D' } },
    ],
    [
      'a domain already named stays',
      `{auth: {${keys}, project_name: p, domain_id: d, user_domain_id: mine}}`,
      { auth: { user_domain_id: 'mine', project_domain_id: 'd' } },
    ],
    ['without a project a domain is the scope', `{auth: {${keys}, domain_id: d}}`, { auth: { domain_id: 'd' } }],
    [
      'templates expand in auth_url',
      '{region_name: x, auth: {auth_url: "https://{region_name}.example"}}',
      { auth: { auth_url: 'https://x.example' } },
    ],
    ['templates expand in settings', '{region_name: x, foo: "{region_name}-{{y}}"}', { foo: 'x-{y}' }],
    ['a password keeps its braces', '{password: "a{b}", auth: {auth_url: k}}', { auth: { password: 'a{b}' } }],
    ['auth_methods may be one text', '{auth_methods: "a,b"}', { auth_methods: ['a', 'b'] }],
    ['insecure may be a word', '{insecure: "True"}', { insecure: true }],
    ['auth_type None is none', '{auth_type: None, endpoint: e}', { auth_type: 'none', auth: { endpoint: 'e' } }],
    [
      'token_endpoint is admin_token',
      '{auth_type: token_endpoint, auth: {url: e, token: t}}',
      { auth_type: 'admin_token', auth: { endpoint: 'e', token: 't' } },
    ],
    [
      'networks get all their switches',
      '{networks: [{name: n, routes_externally: true}]}',
      { networks: [{ name: 'n', routes_externally: true, routes_ipv6_externally: true, nat_source: false }] },
    ],
    [
      'external_network becomes an entry of networks',
      '{external_network: e}',
      { networks: [{ name: 'e', routes_externally: true, nat_destination: false, default_interface: true }] },
    ],
  ])('%s', async (_, text, expected) => {
    expect((await resolve(entry(text))).config).toMatchObject(expected)
  })

  test('an anchor’s merge key gives what the entry does not say', async () => {
    const files = {
      'clouds.yaml': 'x: &x {image_format: raw, region_name: a}\nclouds:\n  lab:\n    <<: *x\n    region_name: b\n',
    }
    const { config, provenance } = await resolve(files)
    expect(config).toMatchObject({ image_format: 'raw', region_name: 'b' })
    expect(provenance.get('image_format')).toMatchObject({ at: { line: 1 } })
  })

  test.each([
    ['a template of an unknown key', '{foo: "{nope}"}'],
    ['a network without a name', '{networks: [{nat_source: true}]}'],
    ['networks beside external_network', '{networks: [{name: a}], external_network: b}'],
    ['two default networks', '{networks: [{name: a, default_interface: true}, {name: b, default_interface: true}]}'],
  ])('%s is an error', async (_, text) => {
    await expect(resolve(entry(text))).rejects.toMatchObject({ code: 'invalid' })
  })
})
