import type { Hono } from 'hono'
import type { CloudError } from '../../../model/cloud-error.ts'
import type { Microversion } from '../../../wire/openstack/microversion.ts'
import type { Front } from './front.ts'

/** Who calls, by the token: decided before a handler runs. */
export interface Authorization {
  readonly tokenId: string
  readonly userId: string
  readonly userName: string
  readonly domainId: string
  /** Absent for unscoped tokens. */
  readonly projectId?: string
  readonly projectName?: string
  /** Names of the roles on the project, with those that they imply: admin implies member implies reader. */
  readonly roles: ReadonlySet<string>
  readonly isAdmin: boolean
  /** What the cloud's policy keeps from this caller beside what the roles do, by the services' names for it. */
  readonly forbidden?: ReadonlySet<string>
}

/** What the pipeline leaves for a handler: `context.get('authorization')`. */
export interface ServiceEnv {
  Bindings: {
    /** Path and query as they came, where that is known: in a `Request` the path has lost its dot segments. */
    readonly requestTarget?: string
  }
  Variables: {
    /** `req-` and a UUID, or as the service writes it; also in the answer's headers. */
    requestId: string
    authorization: Authorization
    /** The one that this answer has; the service's lowest when it has none. */
    microversion: Microversion
    /** What answers; absent at a path where there is none. */
    service?: ServiceDefinition
    /** True once an answer was made that has the headers of every answer. */
    hasCommonHeaders?: boolean
  }
}

export type ServiceApp = Hono<ServiceEnv>

/** An answer that says no. `body` is JSON, or text where the service answers with text. */
export interface Fault {
  readonly status:
    | 400
    | 401
    | 403
    | 404
    | 405
    | 406
    | 408
    | 409
    | 410
    | 411
    | 412
    | 413
    | 415
    | 416
    | 422
    | 429
    | 500
    | 501
    | 502
    | 503
    | 504
    | 507
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One OpenStack service, as a front mounts it. */
export interface ServiceDefinition {
  /** The official service type, such as `compute` or `block-storage`, and the older names that catalogs still carry. */
  readonly type: string
  readonly aliases?: readonly string[]
  /** The project's name, such as `nova`. */
  readonly name: string
  /** Where everything of the service lies, such as `/compute`: one segment, which no other service has. */
  readonly path: string
  /** What the catalog's endpoint adds to `path`, from its version on, such as `/v2.1`; `{project_id}` stands for the token's project. */
  readonly endpoint: string
  /** What the endpoint is added to where it is not `path`: nothing, where the path is the version itself. */
  readonly endpointRoot?: string
  readonly microversions?: {
    readonly min: string
    readonly max: string
    /** The word in the `OpenStack-API-Version` header, such as `compute`. */
    readonly word: string
    /** An older header with the bare number, such as `X-OpenStack-Nova-API-Version`. */
    readonly legacyHeader?: string
  }
  /** Paths below `path` that need no token, such as the version documents. */
  readonly public: (method: string, path: string) => boolean
  /** True where no token, or one that stands for nobody, is no refusal yet: handlers then find no `authorization` and decide. */
  readonly takesStrangers?: boolean
  /** True where bodies are the users' own data: nothing that belongs to the cloud looks into them or adds to them. */
  readonly carriesData?: boolean
  /** The service's own form of a request's id; `req-` and a UUID when absent. */
  requestId?(front: Front): string
  /** A header that has the id beside `X-Openstack-Request-Id`, such as `x-compute-request-id`. */
  readonly requestIdHeader?: string
  /** The service's own shape of an error; services that have several choose by what the request accepts. */
  fault(error: CloudError, requestId: string, request: Request): Fault
  /** Adds the routes; paths in them start with `path`. */
  mount(app: ServiceApp, front: Front, site: Site): void
  /** Goes on with what an earlier process left unfinished; the mirror is filled. */
  resume?(front: Front): Promise<void>
}

/** Where a front is reached, for the links in its answers. */
export interface Site {
  /** Origin without a trailing slash, such as `http://127.0.0.1:5000`, as this request's caller sees it. */
  origin(request: Request): string
}
