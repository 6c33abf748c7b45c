import type { Quirk } from './quirk.ts'

const clouds = 'src/openstack/session/differing-clouds.test.ts'
const eighteen = {
  file: 'test/challenge/challenge.test.ts',
  title: 'the shipped workloads run unchanged on all eighteen clouds, and stdout is the report alone',
}

/** Logging in, finding services and regions, and what a cloud lets its users do. */
export const accountQuirks: readonly Quirk[] = [
  {
    n: 1,
    area: 'logging in',
    quirk: 'auth_url ends in v2.0, in v3, in a slash or in nothing',
    rule: {
      says: 'auth_url says where Keystone is and nothing of its version: the list of versions at its root is asked, and v3 is spoken.',
      file: 'src/openstack/session/discover.ts',
      symbol: 'discover',
    },
    test: {
      file: clouds,
      title: 'logging in > goes where the list of versions says, with an auth_url that ends in %s',
    },
  },
  {
    n: 2,
    area: 'logging in',
    quirk: 'the domain is unset, default, Default or a name of the vendor’s',
    rule: {
      says: 'A domain is taken as it is written; one that only the user or only the project names is both’s, and one that nobody names is default.',
      file: 'src/openstack/session/credentials-from.ts',
      symbol: 'credentialsFrom',
    },
    test: { file: clouds, title: 'logging in > takes a domain by its name, however the cloud spells it' },
  },
  {
    n: 3,
    area: 'logging in',
    quirk: 'names of users and projects are account numbers, also with spaces',
    rule: {
      says: 'Names are passed on as they are written, and never taken apart.',
      file: 'src/openstack/session/credentials-from.ts',
      symbol: 'credentialsFrom',
    },
    test: { file: clouds, title: 'logging in > takes names of users as they are, with spaces and all' },
  },
  {
    n: 4,
    area: 'logging in',
    quirk: 'credentials come from a file, an option or the environment',
    rule: {
      says: 'clouds.yaml with secure.yaml, and OS_* variables, are read as openstacksdk reads them; every value knows where it came from.',
      file: 'src/openstack/config/resolve-cloud.ts',
      symbol: 'resolveCloud',
    },
    test: {
      file: 'src/openstack/config/resolve-cloud.test.ts',
      title: 'which cloud > the environment cloud’s keys are the variables without OS_, in lower case',
    },
    everywhere: 'it is its users’ choice on every cloud',
  },
  {
    n: 5,
    area: 'logging in',
    quirk: 'the certificate is signed by itself or by an authority of the cloud’s own',
    rule: {
      says: 'Certificates are verified, against cacert where one is written; the refusal of another names that remedy, and nothing turns it off by itself.',
      file: 'src/openstack/http/transport-error.ts',
      symbol: 'transportError',
    },
    test: {
      file: 'src/openstack/session/private-authority.test.ts',
      title: 'a certificate that nobody vouches for is refused with the remedy, and cacert is the remedy',
    },
  },
  {
    n: 6,
    area: 'logging in',
    quirk: 'Keystone is served over plain HTTP',
    rule: {
      says: 'Plain HTTP to another machine is warned about before the password is sent.',
      file: 'src/openstack/session/open-cloud-session.ts',
      symbol: 'openCloudSession',
    },
    test: {
      file: 'src/openstack/session/open-cloud-session.test.ts',
      title: 'plain HTTP to another machine is warned about, and to this one is not',
    },
  },
  {
    n: 7,
    area: 'catalog and regions',
    quirk: 'the catalog has several endpoints for one service',
    rule: {
      says: 'A service is found by its official type, then its older ones, in a version that is spoken here; the endpoint’s own documents decide.',
      file: 'src/openstack/session/catalog.ts',
      symbol: 'endpointFor',
    },
    test: { file: clouds, title: 'catalogs > %s are understood' },
  },
  {
    n: 8,
    area: 'catalog and regions',
    quirk: 'the region is unset, or has a name whose case counts',
    rule: {
      says: 'A catalog’s only region needs no name; of several one must be named, as it is spelled, and the error lists them.',
      file: 'src/openstack/session/catalog.ts',
      symbol: 'onlyRegion',
    },
    test: { file: clouds, title: 'regions > need no name where the catalog has one' },
  },
  {
    n: 48,
    area: 'services and policy',
    quirk: 'there is no load balancer as a service',
    rule: {
      says: 'A load balancer is a component like any other: the shipped workload brings HAProxy, told its web servers’ addresses.',
      file: 'examples/lamp.yaml',
      symbol: 'balancer',
    },
    test: eighteen,
    everywhere: 'none of the eighteen has Octavia',
  },
  {
    n: 49,
    area: 'services and policy',
    quirk: 'there is no Heat',
    rule: {
      says: 'What depends on what is worked out here, from one file; no orchestration service is asked for.',
      file: 'src/workload/build-graph.ts',
      symbol: 'buildGraph',
    },
    test: eighteen,
    everywhere: 'none of the eighteen has Heat',
  },
  {
    n: 50,
    area: 'services and policy',
    quirk: 'what the policy allows is found by trial and error',
    rule: {
      says: 'What the policy forbids is asked for once, with requests that can make nothing, and is then absent for every plan.',
      file: 'src/drivers/openstack/forbidden.ts',
      symbol: 'forbiddenOf',
    },
    test: {
      file: 'src/drivers/openstack/forbidden.test.ts',
      title: 'what the policy forbids > is asked for with requests that can make nothing, each once',
    },
  },
  {
    n: 51,
    area: 'services and policy',
    quirk: 'answers have properties of the vendor’s own',
    rule: {
      says: 'Of an answer the known properties are read and the others are passed over.',
      file: 'src/openstack/session/read-answer.ts',
      symbol: 'readAnswer',
    },
    test: {
      file: 'src/drivers/openstack/extra-properties.test.ts',
      title: "a vendor's own attributes change nothing that the driver shows",
    },
  },
  {
    n: 52,
    area: 'a tool’s own',
    quirk: 'files about single clouds rot: variables go missing or are read no more',
    rule: {
      says: 'A workload has no file for a cloud, and a profile with a key that nobody reads is refused.',
      file: 'src/embedded/embedded-profile-schema.ts',
      symbol: 'embeddedProfileSchema',
    },
    test: {
      file: 'src/embedded/read-profile.test.ts',
      title: 'all mistakes are told at once, each at its place, with what was probably meant',
    },
    everywhere: 'every profile is read through that schema',
  },
]
