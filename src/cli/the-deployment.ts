import type { DeploymentRecord, Journal } from '../journal/journal.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { CommandError, usageError } from './command-error.ts'

/** The deployment of that name, or the only one. Throws with what there is when it cannot be told which is meant. */
export const theDeployment = (journal: Journal, name: string | undefined): DeploymentRecord => {
  const all = journal.deployments()
  const names = all.map((deployment) => deployment.name)
  if (name === undefined) {
    const [only] = all
    if (only && all.length === 1) return only
    if (!only) throw new CommandError('there are no deployments', { hint: 'portolan up makes one' })
    throw usageError(`there are ${all.length} deployments: name one of ${names.join(', ')}`)
  }
  const found = all.find((deployment) => deployment.name === name)
  if (found) return found
  const meant = didYouMean(name, names)
  throw new CommandError(`there is no deployment ${name}`, {
    hint: meant ? `did you mean ${meant}?` : 'portolan status lists the deployments',
  })
}
