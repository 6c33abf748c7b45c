export const benchOrigin = 'http://cloud.test'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

/** A cloud in this process, and who may log in to it. */
export interface BenchCloud extends AsyncDisposable {
  readonly front: { fetch(request: Request): Response | Promise<Response> }
  readonly users: { readonly member: BenchUser; readonly admin: BenchUser }
}

interface BenchUser {
  readonly userName: string
  readonly password: string
  readonly projectName: string
}

/** A whole front with a member and an administrator logged in, for its services' tests. It closes its cloud at its end. */
export class FrontBench implements AsyncDisposable {
  readonly #cloud: BenchCloud
  /** Tokens, and the project that the member's is for. */
  member = ''
  admin = ''
  projectId = ''

  constructor(cloud: BenchCloud) {
    this.#cloud = cloud
  }

  /** Logs both in. */
  async prepare(): Promise<void> {
    const { member, admin } = this.#cloud.users
    const { headers, body } = await this.#logIn(member)
    this.member = headers.get('x-subject-token') ?? ''
    this.projectId = body.token.project.id
    this.admin = (await this.#logIn(admin)).headers.get('x-subject-token') ?? ''
  }

  /** Sends JSON, and reads it, where there is some. */
  async send(
    token: string,
    method: string,
    path: string,
    { body, headers = {} }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Answer> {
    const response = await this.#cloud.front.fetch(
      new Request(`${benchOrigin}${path}`, {
        method,
        headers: {
          'x-auth-token': token,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }

  #logIn({ userName, password, projectName }: BenchUser): Promise<Answer> {
    const domain = { id: 'default' }
    const auth = {
      identity: { methods: ['password'], password: { user: { name: userName, domain, password } } },
      scope: { project: { name: projectName, domain } },
    }
    return this.send('', 'POST', '/identity/v3/auth/tokens', { body: { auth } })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cloud[Symbol.asyncDispose]()
  }
}
