import { installPythonTools } from '../lab/python-tools.ts'

/** Before the end-to-end tests: brings in the clients and servers that nobody here wrote. */
export const setup = async (): Promise<void> => {
  await installPythonTools((line) => process.stderr.write(`${line}\n`))
}
