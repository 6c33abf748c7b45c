import type { ZodObject, z } from 'zod'
import type { CloudError } from '../../../model/cloud-error.ts'
import type { Authorization } from '../kernel/service.ts'

/** One resource as the API shows it. Never changed once made, so that its JSON may be kept. */
export interface View {
  readonly id: string
  /** Absent for what belongs to the cloud. */
  readonly projectId: string | undefined
  /** True when every project may see it. */
  readonly everyones: boolean
  readonly value: Readonly<Record<string, unknown>>
  /** What administrators see besides. */
  readonly adminValue?: Readonly<Record<string, unknown>>
}

/**
 * One of Neutron's resources: what it is called, what may be sent, what is shown, and how it is made, changed and unmade. Routes, lists, filters, paging,
 * bulk creates, tags, visibility and the first checks of policy are the same for all and written once, in `mountResource`.
 */
export interface Resource<Create extends ZodObject = ZodObject, Update extends ZodObject = ZodObject> {
  /** Singular, as bodies and policy rules spell it: `security_group`. */
  readonly name: string
  /** Plural, as lists spell it: `security_groups`. */
  readonly collection: string
  /** Plural, as paths spell it: `security-groups`. */
  readonly path: string
  /** All the attributes that an answer may have. */
  readonly attributes: ReadonlySet<string>
  readonly tagged: boolean
  /** All of them, in the order of their making. */
  views(): readonly View[]
  view(id: string): View | undefined
  /** Decides for those beside the owner and administrators; absent: `everyones` does. */
  maySee?(authorization: Authorization, view: View): boolean
  missing(id: string): CloudError
  /** What the answer to a create, before which there was none, or to an update shows of it, where that is not what a read shows afterwards. */
  answer?(view: View, before: View | undefined): View
  /** Done before any answer about the caller's own: what has to be there from the first use on. */
  prepare?(authorization: Authorization): Promise<void>
  readonly create?: {
    readonly schema: Create
    /** Makes it for that project and gives its id. */
    run(body: z.output<Create>, projectId: string, authorization: Authorization): Promise<string>
  }
  readonly update?: {
    readonly schema: Update
    run(id: string, body: z.output<Update>, authorization: Authorization, view: View): Promise<void>
  }
  delete?(id: string, authorization: Authorization, view: View): Promise<void>
  /** Replaces the tags. */
  setTags?(id: string, tags: readonly string[]): void
}

/** Keeps the compiler's knowledge of the schemas inside one declaration, and lets resources of all schemas stand in one list. */
export const resource = <Create extends ZodObject, Update extends ZodObject>(
  declaration: Resource<Create, Update>,
): Resource => declaration as unknown as Resource
