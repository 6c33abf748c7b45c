import type { EC2Client, Tag, TagSpecification } from '@aws-sdk/client-ec2'
import type { Call } from '../../cloud/call.ts'

type Sdk = typeof import('@aws-sdk/client-ec2')

/** What every group of this driver works with: the SDK, loaded once, and one region of one account. */
export interface AwsAccount {
  readonly sdk: Sdk
  readonly client: EC2Client
  readonly region: string
  readonly settings: AwsSettings
  /** Creates under way in this process, by token: a second one with the same token gets the first one's answer. */
  readonly creating: Map<string, Promise<unknown>>
}

interface AwsSettings {
  /** Whose images are listed beside the account's own: account ids or aliases such as `amazon`. */
  readonly imageOwners: readonly string[]
  /** The address range of a VPC that is made without one. */
  readonly networkRange: string
}

/** What the SDK's `send` takes beside a command. */
export const during = ({ signal }: Call): { readonly abortSignal: AbortSignal } => ({ abortSignal: signal })

/** The tag that carries a create's token, so that the create can be found again. */
export const tokenTag = 'portolan:token'

/** On a security group's copy in another VPC: the id of the group that it copies. */
export const copyTag = 'portolan:copy-of'

const nameTag = 'Name'

/** Tags for a new resource: its name, its token, and what users set. */
export const newTags = (
  resourceType: NonNullable<TagSpecification['ResourceType']>,
  {
    name,
    token,
    more = {},
  }: { readonly name: string; readonly token: string; readonly more?: Readonly<Record<string, string>> },
): TagSpecification[] => [
  {
    ResourceType: resourceType,
    Tags: Object.entries({ ...more, [nameTag]: name, [tokenTag]: token }).map(([Key, Value]) => ({ Key, Value })),
  },
]

/** The name that a resource's tags give, or its id: EC2 knows no names. */
export const nameOf = (tags: readonly Tag[] | undefined, id: string): string =>
  tags?.find(({ Key }) => Key === nameTag)?.Value ?? id

export const tagValue = (tags: readonly Tag[] | undefined, key: string): string | undefined =>
  tags?.find(({ Key }) => Key === key)?.Value

/** The tags that users set: without the name, this project's own and AWS's own. */
export const userTags = (tags: readonly Tag[] | undefined): Record<string, string> =>
  Object.fromEntries(
    (tags ?? []).flatMap(({ Key, Value }) =>
      Key === undefined || Key === nameTag || /^(portolan|aws):/.test(Key) ? [] : [[Key, Value ?? '']],
    ),
  )

/** Filters for the one resource that a token made. */
export const byToken = (token: string) => [{ Name: `tag:${tokenTag}`, Values: [token] }]

/** Makes once per token: finds what an earlier create with this token made, shares one that is under way, else makes it. */
export const once = async <Resource>(
  { creating }: AwsAccount,
  token: string,
  find: () => Promise<Resource | undefined>,
  make: () => Promise<Resource>,
): Promise<Resource> => {
  const running = creating.get(token) as Promise<Resource> | undefined
  if (running !== undefined) return running
  const started = (async () => (await find()) ?? (await make()))()
  creating.set(token, started)
  try {
    return await started
  } finally {
    creating.delete(token)
  }
}

/** The one item, or an error as EC2 gives for an id that it does not know: some of its lists answer an unknown id with nothing. */
export const theOne = <Item>(items: readonly Item[] | undefined, kind: string, id: string): Item => {
  const [item] = items ?? []
  if (item !== undefined) return item
  throw Object.assign(new Error(`The ${kind} ID '${id}' does not exist`), { name: `Invalid${kind}.NotFound` })
}

/** Runs a delete; what is gone already is as good as deleted. */
export const gone = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Error) || !/\.(NotFound|Malformed)$/.test(error.name)) throw error
  }
}
