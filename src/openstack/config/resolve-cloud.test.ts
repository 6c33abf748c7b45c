import { describe, expect, test } from 'vitest'
import { describeOrigin } from './origin.ts'
import { redact } from './redact.ts'
import { auth, type Env, entry, type Files, home, one, resolve } from './resolve-bench.ts'

describe('which file', () => {
  test.each<[string, Files, Env, string]>([
    ['the current directory beats the home', { ...one(), ...home('other') }, {}, 'lab'],
    ['a file that cannot be parsed is passed over', { 'clouds.yaml': 'clouds: [', ...home('other') }, {}, 'other'],
    ['JSON must be JSON', { 'clouds.json': 'clouds: {a: {}}', ...home('other') }, {}, 'other'],
    ['a file that may not be read is passed over', { 'clouds.yaml': 'EACCES', ...home('other') }, {}, 'other'],
    [
      'OS_CLIENT_CONFIG_FILE beats them all',
      { ...one(), '/f': 'clouds: {f: {}}' },
      { OS_CLIENT_CONFIG_FILE: '/f' },
      'f',
    ],
    ['an absent OS_CLIENT_CONFIG_FILE lets the search go on', one(), { OS_CLIENT_CONFIG_FILE: '/none' }, 'lab'],
  ])('%s', async (_, files, env, expected) => {
    expect((await resolve(files, { env })).name).toBe(expected)
  })

  test('files are not merged with each other', async () => {
    await expect(resolve({ ...one(), ...home('other') }, { name: 'other' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('a file that cannot be parsed is warned about, without quoting it', async () => {
    const { warnings } = await resolve({ 'clouds.yaml': 'clouds: {password: s3cret', ...home('other') })
    expect(warnings.map((warning) => warning.summary)).toEqual(['skipped /cwd/clouds.yaml: it is not YAML'])
    expect(JSON.stringify(warnings)).not.toContain('s3cret')
  })

  test('a file that holds no mapping is an error', async () => {
    await expect(resolve({ 'clouds.yaml': '- lab' })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('secure.yaml is found on its own, merged at every depth, and wins', async () => {
    const secure = 'clouds: {lab: {auth: {password: better}, image_format: raw}}'
    const { config, secureFile } = await resolve({ ...one(), '/home/ada/.config/openstack/secure.yaml': secure })
    expect(config).toMatchObject({ auth: { username: 'ada', password: 'better' }, image_format: 'raw' })
    expect(secureFile).toBe('/home/ada/.config/openstack/secure.yaml')
  })

  test('OS_CLIENT_SECURE_FILE beats the secure.yaml that is found', async () => {
    const files = {
      ...one(),
      'secure.yaml': 'clouds: {lab: {image_format: a}}',
      '/s': 'clouds: {lab: {image_format: b}}',
    }
    const { config } = await resolve(files, { env: { OS_CLIENT_SECURE_FILE: '/s' } })
    expect(config.image_format).toBe('b')
  })
})

describe('which cloud', () => {
  const two = { 'clouds.yaml': `clouds: {one: {auth: ${auth}}, two: {auth: ${auth}}}` }
  const variables = { OS_AUTH_URL: 'https://k.example', OS_USERNAME: 'eve' }
  test.each<[string, Files, Env, string | undefined, string]>([
    ['the argument beats OS_CLOUD', two, { OS_CLOUD: 'two' }, 'one', 'one'],
    ['OS_CLOUD beats the environment cloud', two, { ...variables, OS_CLOUD: 'two' }, undefined, 'two'],
    ['the environment cloud beats the only one of the file', one(), variables, undefined, 'envvars'],
    ['OS_CLOUD_NAME renames the environment cloud', two, { ...variables, OS_CLOUD_NAME: 'mine' }, undefined, 'mine'],
    ['the only cloud of the file needs no name', one(), {}, undefined, 'lab'],
    [
      'selectors alone make no environment cloud',
      one(),
      { OS_REGION_NAME: 'x', OS_CLIENT_CONFIG_FILE: '/none' },
      undefined,
      'lab',
    ],
    [
      'OS_TEST, OS_STD and OS_LOG are not OpenStack’s',
      one(),
      { OS_TEST_X: '1', OS_STDOUT: '1', OS_LOG_X: '1' },
      undefined,
      'lab',
    ],
    ['with nothing configured there is one called defaults', {}, {}, undefined, 'defaults'],
  ])('%s', async (_, files, env, name, expected) => {
    expect((await resolve(files, { env, ...(name ? { name } : {}) })).name).toBe(expected)
  })

  test('two clouds and no choice is an error that names them', async () => {
    await expect(resolve(two)).rejects.toMatchObject({ code: 'invalid', hint: expect.stringContaining('one, two') })
  })

  test('an unknown name is an error that suggests the nearest', async () => {
    await expect(resolve(one(), { name: 'lob' })).rejects.toMatchObject({
      code: 'not_found',
      hint: 'did you mean lab?',
    })
  })

  test('the environment cloud may not have the name of one in the file', async () => {
    await expect(resolve(one(), { env: { OS_CLOUD_NAME: 'lab' } })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('the environment cloud’s keys are the variables without OS_, in lower case', async () => {
    const env = {
      ...variables,
      OS_PASSWORD: 's3cret',
      OS_PROJECT_NAME: 'p',
      OS_REGION_NAME: 'north',
      OS_VOLUME_API_VERSION: '3',
    }
    const { config } = await resolve({}, { env })
    expect(config).toMatchObject({
      region_name: 'north',
      volume_api_version: '3',
      auth: { auth_url: 'https://k.example', username: 'eve', password: 's3cret', project_name: 'p' },
    })
  })

  test('variables do not override a named cloud, unless asked for the openstack command’s precedence', async () => {
    const env = { OS_USERNAME: 'eve', OS_PASSWORD: '' }
    const named = { name: 'lab', env }
    expect((await resolve(one(), named)).config.auth).toMatchObject({ username: 'ada' })
    const asCommand = await resolve(one(), { ...named, precedence: 'command', options: {} })
    expect(asCommand.config.auth).toMatchObject({ username: 'eve', password: 's3cret' })
    expect(asCommand.provenance.get('auth.password')).toMatchObject({ kind: 'file' })
  })
})

describe('merge, weakest first', () => {
  test('defaults hold for what nobody says', async () => {
    const { config } = await resolve(one())
    expect(config).toMatchObject({ auth_type: 'password', interface: 'public', verify: true, image_format: 'qcow2' })
  })

  test('a profile beats the defaults, the entry the profile, the region the entry, an option the region', async () => {
    const files = {
      'clouds-public.yaml':
        'public-clouds: {acme: {a: profile, b: profile, c: profile, d: profile, auth: {auth_url: p, trust_id: t}}}',
      ...entry(
        `{profile: acme, b: entry, c: entry, d: entry, auth: ${auth}, regions: [{name: north, values: {c: region, d: region}}]}`,
      ),
    }
    const { config, provenance, region } = await resolve(files, { options: { d: 'option', e: '', f: null } })
    expect(config).toMatchObject({
      a: 'profile',
      b: 'entry',
      c: 'region',
      d: 'option',
      auth: { trust_id: 't', username: 'ada' },
    })
    expect(config).not.toHaveProperty('e')
    expect(config).not.toHaveProperty('regions')
    expect(region).toBe('north')
    expect([...'abcd'].map((key) => provenance.get(key)?.kind)).toEqual(['file', 'file', 'file', 'option'])
  })

  test('auth merges key by key, every other key is replaced', async () => {
    const files = {
      'clouds-public.yaml': 'public-clouds: {acme: {disable_vendor_agent: {a: 1}, auth: {user_domain_name: D}}}',
      ...entry(`{profile: acme, disable_vendor_agent: {b: 2}, auth: ${auth}}`),
    }
    const { config } = await resolve(files)
    expect(config.disable_vendor_agent).toEqual({ b: '2' })
    expect(config.auth).toMatchObject({ user_domain_name: 'D', username: 'ada' })
  })

  test('options lose the prefix os_, and their auth is merged', async () => {
    const options = { 'os-image-format': 'vhd', auth: { os_password: 'other' } }
    const { config } = await resolve(one(), { options })
    expect(config).toMatchObject({ image_format: 'vhd', auth: { username: 'ada', password: 'other' } })
  })
})

describe('vendor profiles', () => {
  test('a built-in one gives what the entry does not say', async () => {
    const { config, provenance } = await resolve(one('profile: rackspace'))
    expect(config).toMatchObject({
      image_format: 'vhd',
      region_name: 'DFW',
      auth: { auth_url: 'https://k.example/v3' },
    })
    expect(config.block_storage_endpoint_override).toBe('https://DFW.blockstorage.api.rackspacecloud.com/v2/')
    expect(provenance.get('image_format')).toEqual({ kind: 'profile', name: 'rackspace' })
  })

  test('clouds-public.yaml beats the built-in of the same name', async () => {
    const publicClouds = 'public-clouds: {rackspace: {image_format: ours}}'
    const { config } = await resolve({ ...one('profile: rackspace'), 'clouds-public.yaml': publicClouds })
    expect(config.image_format).toBe('ours')
    expect(config).not.toHaveProperty('has_network')
  })

  test('the key cloud still names one, with a warning', async () => {
    const { config, warnings } = await resolve(one('cloud: auro'))
    expect(config.requires_floating_ip).toBe(true)
    expect(warnings[0]?.summary).toContain('deprecated')
  })

  test('an unknown one is only warned about', async () => {
    const { warnings } = await resolve(one('profile: nowhere'))
    expect(warnings[0]?.summary).toContain('unknown vendor profile, nowhere')
  })

  test('one whose cloud has shut down is an error', async () => {
    await expect(resolve(one('profile: betacloud'))).rejects.toMatchObject({ code: 'unsupported' })
  })

  test('a URL is asked for its well-known document', async () => {
    const asked: string[] = []
    const document = { name: 'acme', profile: { auth: { auth_url: 'https://acme.example' }, image_format: 'raw' } }
    const { config, provenance } = await resolve(
      entry('{profile: "https://acme.example/x", auth: {username: ada, password: p}}'),
      {
        fetch: async (url) => {
          asked.push(String(url))
          return Response.json(document)
        },
      },
    )
    expect(asked).toEqual(['https://acme.example/.well-known/openstack/api'])
    expect(config).toMatchObject({ image_format: 'raw', auth: { auth_url: 'https://acme.example', username: 'ada' } })
    expect(provenance.get('image_format')?.kind).toBe('well-known')
  })

  test('a built-in may stand for a URL', async () => {
    const fetch = async (url: string | URL | Request) =>
      Response.json({ name: 'ovh', profile: { image_format: String(url) } })
    const { config } = await resolve(one('profile: ovh'), { fetch })
    expect(config.image_format).toBe('https://ovhcloud.com/.well-known/openstack/api')
  })

  test.each([
    ['an error', () => new Response('no', { status: 503 }), 'unavailable'],
    ['no profile', () => Response.json({ hello: 1 }), 'invalid'],
  ])('a URL that answers %s is an error', async (_, answer, code) => {
    const fetch = async () => answer()
    await expect(resolve(one('profile: "https://x.example"'), { fetch })).rejects.toMatchObject({ code })
  })
})

describe('regions', () => {
  const regions = 'regions: [north, {name: south, values: {image_format: raw}}]'
  test('the first is taken when none is named', async () => {
    expect((await resolve(one(regions))).region).toBe('north')
  })
  test('a named one brings its values', async () => {
    expect((await resolve(one(regions), { region: 'south' })).config).toMatchObject({
      region_name: 'south',
      image_format: 'raw',
    })
  })
  test('an unknown one is an error that lists the valid ones, and case counts', async () => {
    await expect(resolve(one(regions), { region: 'South' })).rejects.toThrow('it has: north, south')
  })
  test('any is right when none is known', async () => {
    expect((await resolve(one(), { region: 'here' })).region).toBe('here')
  })
  test('a list with commas in region_name still works, deprecated', async () => {
    const { region, warnings } = await resolve(one('region_name: north,south'), { region: 'south' })
    expect(region).toBe('south')
    expect(warnings[0]?.hint).toBe('regions: [north, south]')
  })
  test.each(['{values: {}}', '{name: a, value: {}}'])('a region %s is an error', async (region) => {
    await expect(resolve(one(`regions: [${region}]`))).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('also honoured', () => {
  test.each<[string, Files, Env, boolean]>([
    ['nothing said', one(), {}, false],
    ['OS_FORCE_IPV4', one(), { OS_FORCE_IPV4: 'true' }, true],
    ['OS_PREFER_IPV6=false', one(), { OS_PREFER_IPV6: 'false' }, true],
    ['client: force_ipv4', one('', 'client: {force_ipv4: true}'), {}, true],
    ['client: broken-ipv6', one('', 'client: {broken-ipv6: true}'), {}, true],
    ['the cloud’s own switch over the client’s', one('force_ipv4: false', 'client: {force_ipv4: true}'), {}, false],
  ])('IPv4 alone: %s', async (_, files, env, expected) => {
    expect((await resolve(files, { name: 'lab', env })).forceIpv4).toBe(expected)
  })

  test('statsd: the cloud’s own over metrics: over STATSD_*', async () => {
    const files = one('metrics: {statsd: {host: own}}', 'metrics: {statsd: {host: shared, port: 8125}}')
    const env = { STATSD_HOST: 'env', STATSD_PREFIX: 'env' }
    expect((await resolve(files, { env })).statsd).toEqual({ host: 'own', port: '8125', prefix: 'env' })
  })

  test('cache: is handed on', async () => {
    expect((await resolve(one('', 'cache: {expiration-time: 60}'))).cache).toEqual({ expiration_time: '60' })
  })
})

test('every effective value knows the line, variable, profile or default it came from', async () => {
  const files = {
    'clouds.yaml': `clouds:\n  lab:\n    profile: auro\n    auth:\n      username: ada\n`,
    'secure.yaml': 'clouds:\n  lab:\n    auth:\n      password: p\n',
  }
  const { provenance } = await resolve(files)
  const said = Object.fromEntries([...provenance].map(([path, origin]) => [path, describeOrigin(origin)]))
  expect(said).toMatchObject({
    'auth.username': '/cwd/clouds.yaml:5',
    'auth.password': '/cwd/secure.yaml:4',
    'auth.auth_url': 'profile auro',
    image_format: 'default',
  })
  const fromEnvironment = await resolve({}, { env: { OS_USERNAME: 'eve' } })
  expect(fromEnvironment.provenance.get('auth.username')).toEqual({ kind: 'variable', name: 'OS_USERNAME' })
})

test.each([
  ['auth.password', 's3cret', '***'],
  ['auth.application_credential_secret', 's3cret', '***'],
  ['auth.token', 's3cret', '***'],
  ['auth.auth_url', 'https://ada:s3cret@k.example', 'https://ada:***@k.example'],
  ['auth', { username: 'ada', password: 's3cret' }, { username: 'ada', password: '***' }],
  ['auth.username', 'ada', 'ada'],
] as const)('what is shown of %s holds no secret', (path, value, shown) => {
  expect(redact(path, value)).toEqual(shown)
})
