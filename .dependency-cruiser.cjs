/** A folder imports only the folders before it; tests use whatever is real and near. `embedded` and `cli` assemble; everything else sees `Cloud`, never a driver. */
const order = [
  'lib',
  'model',
  'wire',
  'openstack',
  'cloud',
  'drivers',
  'fronts',
  'embedded',
  'journal',
  'workload',
  'tools',
  'challenge',
  'report',
  'conformance',
  'assessment',
  'server',
  'cli',
]
const below = order.map((folder, index) => ({
  name: `${folder}-imports-only-what-stands-before-it`,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: '[.]test[.]ts$' },
  to: { path: `^src/(${order.slice(index + 1).join('|') || '-'})/` },
}))

module.exports = {
  forbidden: [
    ...below,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'drivers-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/drivers/([^/]+)/' },
      to: { path: '^src/drivers/', pathNot: ['^src/drivers/$1/'] },
    },
    {
      name: 'only-the-registry-is-seen-from-above',
      comment: 'The embedded cloud alone is made of one named driver.',
      severity: 'error',
      from: { path: '^src/(?!drivers/|embedded/)', pathNot: '[.]test[.]ts$' },
      to: { path: '^src/drivers/', pathNot: '^src/drivers/registry[.]ts$' },
    },
    {
      name: 'a-front-knows-no-driver',
      severity: 'error',
      from: { path: '^src/fronts/', pathNot: '[.]test[.]ts$' },
      to: { path: '^src/(drivers|openstack)/' },
    },
    {
      name: 'wire-does-no-io',
      severity: 'error',
      from: { path: '^src/wire/', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(buffer|crypto|node:buffer|node:crypto)$' },
    },
    {
      name: 'source-does-not-import-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]test[.]ts$' },
      to: { path: '[.]test[.]ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
