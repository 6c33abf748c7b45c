import { overlapCidr } from 'cidr-tools'
import { didYouMean } from '../lib/did-you-mean.ts'
import type { Mistake } from '../lib/mistake.ts'
import { componentTexts, entries, member } from './component-texts.ts'
import { parsePort } from './ports.ts'
import { relationCycles } from './relation-cycles.ts'
import { type Expression, parseTemplate, templateForms } from './template.ts'

/** What names in a document lead nowhere or contradict each other. Takes a document as written, so that it can be asked of a faulty one too. */
export const checkReferences = (document: unknown): readonly Mistake[] => {
  const components = entries(member(document, 'components'))
  const mistakes: Mistake[] = [...networkMistakes(document)]
  for (const [name, component] of components) {
    mistakes.push(
      ...relationMistakes(document, name, component),
      ...templateMistakes(document, name, component),
      ...ownNetworkMistakes(document, name, component),
      ...volumeMistakes(name, component),
      ...probeMistakes(name, component),
      ...traitMistakes(name, component),
    )
  }
  for (const cycle of relationCycles(document))
    mistakes.push({
      path: ['components', cycle[0] ?? '', 'requires'],
      atKey: true,
      summary: `components require each other in a cycle: ${cycle.join(' -> ')}`,
      hint: 'take one of these relations away; instances of one component may require each other',
    })
  return mistakes
}

const suggestion = (written: string, known: readonly string[], none: string): { readonly hint: string } => {
  const meant = didYouMean(written, known)
  if (meant !== undefined) return { hint: `did you mean ${meant}?` }
  return { hint: known.length > 0 ? `there are ${known.slice(0, 10).join(', ')}` : none }
}

const relationMistakes = (document: unknown, name: string, component: unknown): Mistake[] => {
  const mistakes: Mistake[] = []
  const components = member(document, 'components')
  for (const [relation, target] of entries(member(component, 'requires'))) {
    if (typeof target !== 'string' || !target.includes('.')) continue
    const path = ['components', name, 'requires', relation]
    const [provider = '', capability = ''] = target.split('.')
    const names = entries(components).map(([each]) => each)
    const capabilities = entries(member(member(components, provider), 'provides')).map(([each]) => each)
    if (!names.includes(provider))
      mistakes.push({ path, summary: `there is no component ${provider}`, ...suggestion(provider, names, '') })
    else if (!capabilities.includes(capability))
      mistakes.push({
        path,
        summary: `${provider} does not provide ${capability}`,
        ...suggestion(capability, capabilities, `write under components.${provider}: provides: {${capability}: PORT}`),
      })
    else if (!shareNetwork(document, component, member(components, provider)))
      mistakes.push({
        path,
        summary: `${name} and ${provider} share no network`,
        hint: 'put one network into both lists of networks',
      })
  }
  return mistakes
}

const networksOf = (document: unknown, component: unknown): readonly unknown[] => {
  const own = member(component, 'networks')
  return Array.isArray(own) ? own : [entries(member(document, 'networks'))[0]?.[0]]
}

const shareNetwork = (document: unknown, one: unknown, other: unknown): boolean => {
  const others = networksOf(document, other)
  return networksOf(document, one).some((network) => others.includes(network))
}

const ownNetworkMistakes = (document: unknown, name: string, component: unknown): Mistake[] => {
  const known = entries(member(document, 'networks')).map(([each]) => each)
  const used = member(component, 'networks')
  if (!Array.isArray(used)) return []
  return used.flatMap((network, index): Mistake[] => {
    const path = ['components', name, 'networks', index]
    if (used.indexOf(network) < index) return [{ path, summary: `${String(network)} is in the list twice` }]
    if (typeof network !== 'string' || known.includes(network)) return []
    return [
      { path, summary: `there is no network ${network}`, ...suggestion(network, known, 'write it under networks') },
    ]
  })
}

const networkMistakes = (document: unknown): Mistake[] => {
  const ranged = entries(member(document, 'networks')).flatMap(([name, network]) => {
    const range = member(network, 'range')
    return typeof range === 'string' && /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(range) ? [{ name, range }] : []
  })
  return ranged.flatMap(({ name, range }, index): Mistake[] => {
    const path = ['networks', name, 'range']
    if (Number(range.split('/')[1]) > 28)
      return [
        {
          path,
          summary: `${range} is too small`,
          hint: 'take /28 or larger: clouds keep some addresses of every network',
        },
      ]
    const clash = ranged.slice(0, index).find((other) => overlapCidr(other.range, range))
    return clash ? [{ path, summary: `${range} overlaps with ${clash.range} of the network ${clash.name}` }] : []
  })
}

const templateMistakes = (document: unknown, name: string, component: unknown): Mistake[] =>
  componentTexts(component).flatMap(({ path: below, text }) => {
    const path = ['components', name, ...below]
    const { parts, problems } = parseTemplate(text)
    return [
      ...problems.map(
        ({ written, reason }): Mistake => ({
          path,
          text: written,
          summary: `${written} is no template: ${reason}`,
          detail: `Templates are ${templateForms.map((form) => `\${${form}}`).join(', ')}.`,
          hint: `write $${written} for a variable of the shell's own`,
        }),
      ),
      ...parts.flatMap((part): Mistake[] => {
        const problem = typeof part === 'string' ? undefined : unknownName(document, component, part)
        return problem ? [{ path, ...problem }] : []
      }),
    ]
  })

const unknownName = (
  document: unknown,
  component: unknown,
  expression: Expression,
): Omit<Mistake, 'path'> | undefined => {
  const wanted =
    expression.kind === 'input'
      ? { scope: 'inputs', name: expression.name, known: member(document, 'inputs') }
      : expression.kind === 'secret'
        ? { scope: 'secrets', name: expression.name, known: member(document, 'secrets') }
        : expression.kind === 'relation' || expression.kind === 'lines'
          ? { scope: 'requires', name: expression.relation, known: member(component, 'requires') }
          : undefined
  if (!wanted || member(wanted.known, wanted.name) !== undefined) return undefined
  const known = entries(wanted.known).map(([each]) => each)
  return {
    text: `${wanted.scope}.${wanted.name}`,
    summary: `there is no ${wanted.name} under ${wanted.scope}`,
    ...suggestion(wanted.name, known, `write it under ${wanted.scope}`),
  }
}

const volumeMistakes = (name: string, component: unknown): Mistake[] => {
  const seen = new Map<string, string>()
  return entries(member(component, 'volumes')).flatMap(([volume, spec]): Mistake[] => {
    const mount = member(spec, 'mount')
    if (typeof mount !== 'string') return []
    const other = seen.get(mount)
    seen.set(mount, volume)
    if (other === undefined) return []
    return [
      {
        path: ['components', name, 'volumes', volume, 'mount'],
        summary: `${mount} is where the volume ${other} is mounted`,
      },
    ]
  })
}

const portsOf = (value: unknown): readonly number[] =>
  (Array.isArray(value) ? value : [value]).flatMap((written) => {
    const parsed = typeof written === 'string' || typeof written === 'number' ? parsePort(written) : undefined
    return parsed?.protocol === 'tcp' ? [parsed.port] : []
  })

const probeMistakes = (name: string, component: unknown): Mistake[] =>
  entries(member(component, 'probes')).flatMap(([probe, spec]): Mistake[] => {
    const written = member(spec, 'port') ?? (member(spec, 'http') === undefined ? undefined : 80)
    const [port] = portsOf(written)
    if (port === undefined) return []
    const open = [
      ...portsOf(member(component, 'expose')),
      ...entries(member(component, 'provides')).flatMap(([, ports]) => portsOf(ports)),
    ]
    if (open.includes(port)) return []
    return [
      {
        path: ['components', name, 'probes', probe],
        atKey: true,
        summary: `the probe ${probe} asks port ${port}, which ${name} neither exposes nor provides`,
        hint: `write expose: [${port}] there, or probe another port`,
      },
    ]
  })

const traitMistakes = (name: string, component: unknown): Mistake[] => {
  const traits = member(component, 'traits')
  const required = member(traits, 'required')
  const forbidden = member(traits, 'forbidden')
  if (!Array.isArray(required) || !Array.isArray(forbidden)) return []
  return forbidden.flatMap((trait, index): Mistake[] =>
    required.includes(trait)
      ? [
          {
            path: ['components', name, 'traits', 'forbidden', index],
            summary: `${String(trait)} is required and forbidden`,
          },
        ]
      : [],
  )
}
