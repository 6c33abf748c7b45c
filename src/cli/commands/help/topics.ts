/** The texts of `portolan help TOPIC`. */
export const helpTopicText = {
  environment: `Environment variables

  OS_CLOUD                 the cloud that is meant when none is named
  OS_*                     a cloud of their own, called envvars, as openstacksdk reads them
  OS_CLIENT_CONFIG_FILE    the clouds.yaml to try first
  OS_CLIENT_SECURE_FILE    the secure.yaml to try first
  XDG_CONFIG_HOME          where openstack/clouds.yaml is looked for; ~/.config when absent
  XDG_STATE_HOME           where portolan keeps its journal; ~/.local/state when absent
  NO_COLOR                 when set and not empty: no colours
  FORCE_COLOR              when set and not 0: colours even without a terminal
  CLICOLOR, CLICOLOR_FORCE the same, in BSD's words
  PORTOLAN_DEBUG           1 shows where in the program an error arose

Secrets are read from these and from the files; they are never printed.
`,
  'exit-codes': `Exit codes

    0  done
    1  failed
    2  changes are pending (only with --detailed-exitcode)
    3  checks ran, and some did not pass (challenge, assess, cloud probe --against, report verify, report compare)
    4  not authenticated
   64  wrong usage
  130  interrupted: what was in flight is finished and saved; run the command again to go on
`,
  formatting: `Formats

  -o table   for people (the default)
  -o wide    the same with more columns
  -o json    for programs; documents say their schema and version, and later minor versions only add to it
  -o yaml    the same as YAML
  -o name    one name a line, for xargs

  --events   for commands that take time: one JSON object a line on stdout, in place of the data. The first has the type
             "version" with the schema; the last carries the result.

Data goes to stdout; progress, questions and errors go to stderr.
`,
} as const
