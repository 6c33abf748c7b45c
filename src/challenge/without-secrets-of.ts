import type { SecretSource } from '../workload/secret-source.ts'
import type { Workload } from '../workload/workload.ts'

/** Takes the values of a deployment's own secrets out of a text, whatever a cloud put there. Those of fewer than 4 characters would garble everything. */
export const withoutSecretsOf = (
  { document }: Workload,
  deployment: string,
  secrets: SecretSource,
): ((text: string) => string) => {
  const values = Object.entries(document.secrets).flatMap(
    ([name, reference]) => secrets.resolve(deployment, name, reference) ?? [],
  )
  const forms = values
    .filter((value) => value.length >= 4)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)])
  return (text) => forms.reduce((cleaned, form) => cleaned.replaceAll(form, '***'), text)
}
