import { join } from 'node:path'
import { pythonEnvironment } from '../python-environment.ts'

const environment = pythonEnvironment(
  join(import.meta.dirname, '..', '..', '.lab', 'tempest', 'venv'),
  join(import.meta.dirname, 'requirements.txt'),
  'Tempest into .lab/tempest/venv',
)

/** A program of Tempest's environment, such as `tempest` or `stestr`. Only there after `installTempest`. */
export const tempestTool = environment.tool

/** Installs lab/tempest/requirements.txt into `.lab/tempest/venv`, unless it is there as written. */
export const installTempest = environment.install
