import { join } from 'node:path'
import { pythonEnvironment } from './python-environment.ts'

const environment = pythonEnvironment(
  join(import.meta.dirname, '..', '.lab', 'venv'),
  join(import.meta.dirname, 'requirements.txt'),
  'the openstack command, openstacksdk and moto into .lab/venv',
)

/** A program of lab/requirements.txt, by name, such as `openstack` or `python`. Only there after `installPythonTools`. */
export const pythonTool = environment.tool

/** Installs lab/requirements.txt into `.lab/venv`, unless it is there as written. Needs python3 with venv, and a package index for pip. */
export const installPythonTools = environment.install
