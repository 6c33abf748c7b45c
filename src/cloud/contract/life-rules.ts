import assert from 'node:assert/strict'
import { collect } from '../../lib/async-iterable.ts'
import { asId } from '../../model/id.ts'
import type { CreateCall } from '../call.ts'
import type { Resources } from '../change.ts'
import type { Groups } from '../groups.ts'
import { type Reader, readerOf } from '../reader.ts'
import { eventually, expectFailure } from './expect.ts'
import { type MadeKind, remove } from './made.ts'
import { creating, settled } from './make.ts'
import { type Rule, rule } from './rule.ts'
import type { Having, Need, Subject } from './subject.ts'

/** Creates always the same resource, through the given cloud and with the given token. */
type Create<Kind extends MadeKind, Needs extends Need = never> = (
  groups: Groups & Having<Needs>,
  call: CreateCall,
) => Promise<Resources[Kind]>

export interface Life<Kind extends MadeKind, Needs extends Need> {
  readonly kind: Kind
  readonly needs: readonly Needs[]
  /** Makes what such a resource stands on. */
  prepare(subject: Subject<Needs>): Promise<Create<Kind, Needs>>
}

/** What holds for everything that comes and goes. */
export type LifeSentence =
  | 'the same token makes it once'
  | 'the same token, used three times at once, makes it once'
  | 'the same token makes it once across a restart'
  | 'what was deleted is not found'
  | 'deleting twice is deleting once'
  | 'a list shows what is there and no more what is gone'
  | 'getting and listing tell the same'
  | 'a create whose call was aborted makes nothing'
  | 'a read whose call was aborted is canceled'
  | 'a list asks for nothing once its reader stops'

/** The rules of everything that comes and goes, for one kind of resource. */
export const lifeRules = <Prefix extends string, Kind extends MadeKind, Needs extends Need>(
  prefix: Prefix,
  { kind, needs, prepare }: Life<Kind, Needs>,
): { readonly [Name in `${Prefix}: ${LifeSentence}`]: Rule } => {
  /** A rule with everything at hand that it needs for this kind. */
  const lifeRule = (moreNeeds: readonly Need[], check: (life: Prepared<Kind>) => Promise<void>): Rule =>
    rule([...needs, ...moreNeeds], async (plain) => {
      const subject = plain as unknown as Subject<Needs>
      const prepared = async (): Promise<Prepared<Kind>> =>
        new Prepared(subject, kind, (await prepare(subject)) as Create<Kind>, prepared)
      await check(await prepared())
    })

  const rules: { readonly [Sentence in LifeSentence]: Rule } = {
    'the same token makes it once': lifeRule([], async (life) => {
      const call = creating(life.subject)
      const first = await life.make(call)
      assert.equal((await life.make(call)).id, first.id)
      await life.expectOnly(first)
    }),
    'the same token, used three times at once, makes it once': lifeRule([], async (life) => {
      const call = creating(life.subject)
      const [first, ...others] = await Promise.all([life.make(call), life.make(call), life.make(call)])
      for (const other of others) assert.equal(other.id, first.id)
      await life.expectOnly(first)
    }),
    'the same token makes it once across a restart': lifeRule(['reopen'], async (life) => {
      const { subject } = life
      const call = creating(subject)
      const first = await life.make(call)
      await eventually(subject, async () =>
        assert.ok((await life.listedIds()).includes(first.id), `the list lacks ${first.id}`),
      )
      const reopened = await subject.reopen?.()
      assert.ok(reopened)
      try {
        assert.equal((await life.make(call, reopened)).id, first.id)
        await life.expectOnly(first)
      } finally {
        await reopened[Symbol.asyncDispose]()
      }
    }),
    'what was deleted is not found': lifeRule([], async (life) => {
      const { subject, reader } = life
      const { id } = await life.makeSettled()
      await life.remove(id)
      await expectFailure(subject, 'not_found', reader.get(id, subject.call))
    }),
    'deleting twice is deleting once': lifeRule([], async (life) => {
      const { cloud, call } = life.subject
      const { id } = await life.makeSettled()
      await remove(cloud, kind, id, call)
      await remove(cloud, kind, id, call)
      await life.remove(id)
      await remove(cloud, kind, id, call)
    }),
    'a list shows what is there and no more what is gone': lifeRule([], async (life) => {
      const { subject } = life
      const { id } = await life.makeSettled()
      await eventually(subject, async () => assert.ok((await life.listedIds()).includes(id), `the list lacks ${id}`))
      await life.remove(id)
      await eventually(subject, async () =>
        assert.ok(!(await life.listedIds()).includes(id), `the list still has ${id}`),
      )
    }),
    'getting and listing tell the same': lifeRule([], async (life) => {
      const { subject, reader } = life
      const { id } = await life.makeSettled()
      await eventually(subject, async () => {
        const listed = (await collect(reader.list(subject.call))).find((item) => item.id === id)
        assert.deepEqual(listed, await reader.get(id, subject.call))
      })
    }),
    'a create whose call was aborted makes nothing': lifeRule([], async (life) => {
      const { subject } = life
      const before = await life.listedIds()
      const call = { ...creating(subject), signal: AbortSignal.abort() }
      // Through the driver: `Cloud` itself stops a call that is aborted already.
      await expectFailure(subject, 'canceled', life.make(call, subject.driver))
      const after = await life.listedIds()
      assert.deepEqual(
        after.filter((id) => !before.includes(id)),
        [],
      )
    }),
    'a read whose call was aborted is canceled': lifeRule([], async ({ subject }) => {
      const reader = readerOf(subject.driver, kind)
      assert.ok(reader)
      const call = { signal: AbortSignal.abort() }
      await expectFailure(subject, 'canceled', collect(reader.list(call)))
      // Some drivers see without asking that this is no id.
      await expectFailure(subject, ['canceled', 'not_found'], reader.get('any', call))
    }),
    'a list asks for nothing once its reader stops': lifeRule(['requests', 'pageSize'], async (life) => {
      const { subject, reader } = life
      const { requests = () => 0, pageSize = 1 } = subject
      for (let made = 0; made <= pageSize; made += 1) await (await life.another()).makeSettled()
      const start = requests()
      const all = await collect(reader.list(subject.call))
      const whole = requests() - start
      assert.ok(all.length > pageSize, `the list shows ${all.length}, more than ${pageSize} were made`)
      for await (const first of reader.list(subject.call)) {
        assert.ok(first.id)
        break
      }
      const part = requests() - start - whole
      assert.ok(part < whole, `reading one of ${all.length} took ${part} requests, reading all ${whole}`)
    }),
  }
  return Object.fromEntries(Object.entries(rules).map(([sentence, one]) => [`${prefix}: ${sentence}`, one])) as {
    readonly [Name in `${Prefix}: ${LifeSentence}`]: Rule
  }
}

/** One kind of resource in a subject, with what it stands on made. */
class Prepared<Kind extends MadeKind> {
  readonly subject: Subject
  readonly reader: Reader<Resources[Kind]>
  /** The same kind once more, standing on things of its own. */
  readonly another: () => Promise<Prepared<Kind>>
  readonly #kind: Kind
  readonly #create: Create<Kind>

  constructor(subject: Subject, kind: Kind, create: Create<Kind>, another: () => Promise<Prepared<Kind>>) {
    const reader = readerOf(subject.cloud, kind)
    assert.ok(reader)
    this.subject = subject
    this.reader = reader
    this.another = another
    this.#kind = kind
    this.#create = create
  }

  async make(call: CreateCall, groups: Groups = this.subject.cloud): Promise<Resources[Kind]> {
    return this.subject.made.add(this.#kind, await this.#create(groups, call))
  }

  async makeSettled(): Promise<Resources[Kind]> {
    return settled(this.subject, this.#kind, await this.make(creating(this.subject)))
  }

  async remove(id: Resources[Kind]['id']): Promise<void> {
    const { cloud, call } = this.subject
    await remove(cloud, this.#kind, id, call)
    await cloud.gone(this.#kind, asId(id), call)
  }

  async listedIds(): Promise<readonly string[]> {
    return (await collect(this.reader.list(this.subject.call))).map(({ id }) => id)
  }

  /** Holds when nothing but that one has its name. */
  async expectOnly(resource: Resources[Kind]): Promise<void> {
    await eventually(this.subject, async () => {
      const all = await collect(this.reader.list(this.subject.call))
      const same = all.filter((other) => markOf(other) === markOf(resource)).map(({ id }) => id)
      assert.deepEqual(same, [resource.id])
    })
  }
}

/** What the rules tell resources of one kind apart by: their name, a floating IP's description, an attachment's volume. */
const markOf = (resource: object): unknown => {
  if ('name' in resource) return resource.name
  return 'poolId' in resource && 'description' in resource
    ? resource.description
    : 'volumeId' in resource && resource.volumeId
}
