import { installDebianPackages } from '../debian-packages.ts'
import { installPythonTools } from '../python-tools.ts'
import { installAnsible } from './ansible.ts'
import { installGophercloudSession, installOpenTofu } from './go-programs.ts'

// Brings in every client of test/clients, also those that take the tests too long. What is there is left as it is.
const say = (line: string) => process.stderr.write(`${line}\n`)

await installPythonTools(say)
await installDebianPackages(['python3-openstacksdk'], say)
await installAnsible(say)
await installGophercloudSession(say)
await installOpenTofu(say)
