import { join } from 'node:path'
import { pythonEnvironment } from '../python-environment.ts'

const environment = pythonEnvironment(
  join(import.meta.dirname, '..', '..', '.lab', 'ansible'),
  join(import.meta.dirname, 'ansible-requirements.txt'),
  'Ansible with the openstack.cloud collection into .lab/ansible',
)

/** A program of Ansible's, such as `ansible-playbook`. Only there after `installAnsible`. */
export const ansibleTool = environment.tool

/** Installs what lab/tools/ansible-requirements.txt names into `.lab/ansible`, unless it is there as written. */
export const installAnsible = environment.install
