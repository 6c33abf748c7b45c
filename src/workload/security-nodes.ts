import type { CompleteDocument } from './document.ts'
import { nativeName } from './native-name.ts'
import type { ListenPort } from './ports.ts'
import type { Reference, ResourceNode } from './resource-node.ts'

/** The key of a component's security group. */
export const securityGroupKey = (component: string): string => `security-group/${component}`

/** The ports of a capability. */
export const capabilityPorts = (provided: ListenPort | readonly ListenPort[]): readonly ListenPort[] =>
  'port' in provided ? [provided] : provided

/**
 * A security group for each component, with no more rules than it needs: exposed ports from where they are exposed to, and each capability's ports
 * from the components that require it.
 */
export const securityNodes = (deployment: string, document: CompleteDocument): readonly ResourceNode[] => {
  const nodes = new Map<string, ResourceNode>()
  const addRule = (
    component: string,
    what: string,
    port: ListenPort,
    remote: { remoteCidr: string } | { remoteGroup: Reference },
  ) => {
    const group = securityGroupKey(component)
    const key = `security-group-rule/${component}/${port.port}-${port.protocol}-from-${what}`
    const description = `${port.port}/${port.protocol} from ${what}`
    nodes.set(key, {
      key,
      kind: 'security-group-rule',
      name: nativeName(deployment, `${component} ${description}`),
      component,
      dependsOn: [
        group,
        ...('remoteGroup' in remote && 'node' in remote.remoteGroup && remote.remoteGroup.node !== group
          ? [remote.remoteGroup.node]
          : []),
      ],
      spec: {
        group: { node: group },
        protocol: port.protocol,
        portMin: port.port,
        portMax: port.port,
        ...remote,
        description,
      },
    })
  }
  for (const component of Object.keys(document.components)) {
    const name = nativeName(deployment, component)
    nodes.set(securityGroupKey(component), {
      key: securityGroupKey(component),
      kind: 'security-group',
      name,
      component,
      dependsOn: [],
      spec: { name, description: `${component} of ${deployment}, by portolan` },
    })
  }
  for (const [name, component] of Object.entries(document.components)) {
    for (const port of component.expose)
      for (const cidr of component.expose_to) addRule(name, cidr, port, { remoteCidr: cidr })
    for (const target of Object.values(component.requires)) {
      const [provider = '', capability = ''] = target.split('.')
      const provided = document.components[provider]?.provides[capability]
      for (const port of provided ? capabilityPorts(provided) : [])
        addRule(provider, name, port, { remoteGroup: { node: securityGroupKey(name) } })
    }
  }
  return [...nodes.values()]
}
