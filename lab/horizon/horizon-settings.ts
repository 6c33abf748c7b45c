/** Which Keystone Horizon logs in to, and how. */
export interface HorizonCloud {
  /** Keystone's version 3, such as `http://127.0.0.1:5000/v3`. */
  readonly keystoneUrl: string
  /** The domain of those who log in. */
  readonly domainName: string
  /** The region that is shown first; the catalog's own first when absent. */
  readonly region?: string
  /** The path of a file with the certificate to trust; absent for plain HTTP and for certificates that the machine trusts. */
  readonly certificate?: string
}

/**
 * The text of `local_settings.py`. Debian's own settings stay in force where it says nothing: debugging off, compressed
 * static files, sessions in the memory of the one process (openstack-dashboard `local_settings.d/_0001` to `_0006`).
 */
export const horizonSettings = (cloud: HorizonCloud, secretKey: string): string => {
  const settings = {
    SECRET_KEY: secretKey,
    ALLOWED_HOSTS: ['127.0.0.1', 'localhost'],
    OPENSTACK_KEYSTONE_URL: cloud.keystoneUrl,
    OPENSTACK_KEYSTONE_DEFAULT_DOMAIN: cloud.domainName,
    ...(cloud.region === undefined ? {} : { DEFAULT_SERVICE_REGIONS: { '*': cloud.region } }),
    ...(cloud.certificate === undefined ? {} : { OPENSTACK_SSL_CACERT: cloud.certificate }),
    TIME_ZONE: 'UTC',
    LOGGING: logging,
  }
  // A string of JSON is a string of Python too.
  return `import json\nimport warnings\n\nwarnings.simplefilter('ignore', DeprecationWarning)\nglobals().update(json.loads(${JSON.stringify(JSON.stringify(settings))}))\n`
}

/** Warnings and worse on stderr; what Horizon asks of the cloud, tokens and all, nowhere. */
const logging = {
  version: 1,
  disable_existing_loggers: false,
  handlers: { console: { class: 'logging.StreamHandler', level: 'WARNING' } },
  root: { handlers: ['console'], level: 'WARNING' },
}
