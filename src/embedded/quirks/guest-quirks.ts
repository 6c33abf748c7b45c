import type { Quirk } from './quirk.ts'

/** What guests find when they boot, and how a tool gets along with them and with itself. */
export const guestQuirks: readonly Quirk[] = [
  {
    n: 37,
    area: 'guests',
    quirk: 'there is no metadata service: cloud-init needs a config drive',
    rule: {
      says: 'A server always has a config drive where the cloud has them, since no API tells whether there is a metadata service.',
      file: 'src/workload/kinds/server.ts',
      symbol: 'serverKeeper',
    },
    test: {
      file: 'src/workload/quirks-below.test.ts',
      title: 'a workload lives on a cloud > without a metadata service, since every server has a config drive',
    },
  },
  {
    n: 38,
    area: 'guests',
    quirk: 'cloud-init is still at work when SSH opens',
    rule: {
      says: 'All setup is cloud-init’s own, one thing after the other; a deployment is ready when its probes are answered, not when a port opens.',
      file: 'src/workload/probe-deployment.ts',
      symbol: 'probeDeployment',
    },
    test: {
      file: 'src/challenge/run-challenge.test.ts',
      title: 'a probe that is not answered fails the round, which takes down what it made',
    },
    needsGuest:
      'that no package manager is found locked: in the lab’s Debian none was, but its packages are in the image already',
  },
  {
    n: 39,
    area: 'guests',
    quirk: 'the network interface is not eth0',
    rule: {
      says: 'No interface is named anywhere: addresses come from the ports, and the image’s own DHCP configures whatever it is called.',
      file: 'src/workload/server-nodes.ts',
      symbol: 'serverNodes',
    },
    test: {
      file: 'src/workload/user-data.test.ts',
      title: 'names no network interface and no device, whatever the image calls them',
    },
    needsGuest: 'interfaces of several names: the lab’s guests are all Debian’s, with one',
  },
  {
    n: 40,
    area: 'guests',
    quirk: 'the guest’s private address is empty where it has only a public one',
    rule: {
      says: 'A file in the guest can have its address and its public address on every cloud; on a provider’s network they are the same.',
      file: 'src/workload/fill-template.ts',
      symbol: 'fillTemplate',
    },
    test: {
      file: 'src/workload/quirks-below.test.ts',
      title: 'templates know an address and a public address on every cloud',
    },
  },
  {
    n: 41,
    area: 'guests',
    quirk: 'servers cannot find each other by name',
    rule: {
      says: 'Servers are told each other’s addresses; no name has to be found.',
      file: 'src/workload/fill-template.ts',
      symbol: 'fillTemplate',
    },
    test: {
      file: 'src/workload/quirks-below.test.ts',
      title: 'templates know an address and a public address on every cloud',
    },
    everywhere: 'no cloud has names for its servers',
  },
  {
    n: 42,
    area: 'guests',
    quirk: 'the way out leads through an HTTP proxy',
    needsGuest:
      'whether a guest gets out, and through what: simulated guests send nothing, and the lab’s reach nothing outside',
  },
  {
    n: 43,
    area: 'guests',
    quirk: 'there is no way out: packages come from mirrors',
    needsGuest:
      'whether a guest reaches its packages, and where else they could come from: simulated guests fetch nothing, and the lab’s have theirs in the image',
  },
  {
    n: 44,
    area: 'a tool’s own',
    quirk: 'a key pair must be there, from a file whose path differs',
    rule: {
      says: 'A key is imported for each deployment under a name of its own, from the workload’s text; none has to be there before.',
      file: 'src/workload/build-graph.ts',
      symbol: 'buildGraph',
    },
    test: {
      file: 'src/workload/quirks-below.test.ts',
      title: 'two deployments of one workload live side by side, each with a key and names of its own',
    },
    everywhere: 'no profile has a key pair from the start',
  },
  {
    n: 45,
    area: 'a tool’s own',
    quirk: 'SSH asks whether it should trust the host, and everything waits',
    rule: {
      says: 'Nothing is done over SSH: a workload is judged by its probes.',
      file: 'src/workload/reach.ts',
      symbol: 'networkReach',
    },
    test: {
      file: 'src/workload/reach.test.ts',
      title: 'networkReach > reaches what listens and says what is in the way of what does not',
    },
    everywhere: 'no cloud is logged in to',
  },
  {
    n: 46,
    area: 'a tool’s own',
    quirk: 'two runs want the same names',
    rule: {
      says: 'Every name begins with its deployment’s, and each round of a challenge is a deployment of its own.',
      file: 'src/workload/native-name.ts',
      symbol: 'nativeName',
    },
    test: {
      file: 'src/workload/quirks-below.test.ts',
      title: 'two deployments of one workload live side by side, each with a key and names of its own',
    },
    everywhere: 'two workloads run on each cloud at the same time',
  },
  {
    n: 47,
    area: 'guests',
    quirk: 'ACTIVE does not mean that the guest can be reached',
    rule: {
      says: 'A probe is asked again until it is answered or its own time is over; how long it took is told.',
      file: 'src/workload/probe-deployment.ts',
      symbol: 'probeDeployment',
    },
    test: {
      file: 'src/workload/quirks-below.test.ts',
      title:
        'a workload lives on a cloud > whose guests listen long after their servers are active, since probes wait for them',
    },
  },
  {
    n: 53,
    area: 'a tool’s own',
    quirk: 'taking it away leaves things behind',
    rule: {
      says: 'What is made is recorded before and after each call, and a round ends with the cloud’s own lists.',
      file: 'src/challenge/inventory.ts',
      symbol: 'takeInventory',
    },
    test: {
      file: 'src/challenge/run-challenge.test.ts',
      title: 'something left on an exclusive cloud is a leak, whatever it is called',
    },
    everywhere: 'every round is checked so',
  },
]
