/** How far one resource of a deployment has come. */
export type ResourceState =
  /** About to be created: whether the cloud did it is in doubt until it is `made`. */
  | 'begun'
  /** The cloud has it, under `nativeId`; it may not be ready yet. */
  | 'made'
  /** It was usable. */
  | 'ready'
  /** About to be deleted. */
  | 'deleting'

/** What a deployment has, or may have, in its cloud. It never holds a secret. */
export interface ResourceRecord {
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly state: ResourceState
  /** The create's token, the same however often that create is repeated. */
  readonly token: string
  /** Present from `made` on. */
  readonly nativeId?: string
  /** What was asked for, as JSON. */
  readonly spec: string
  readonly dependsOn: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  /** True from the first moment on at which somebody may have written to it: a volume, once a server was to have it. */
  readonly holdsData: boolean
  /** Milliseconds since the epoch of the last change. */
  readonly changedAt: number
}

export interface DeploymentRecord {
  readonly name: string
  /** Made up when the deployment began: tells it from an earlier one of the same name. */
  readonly uid: string
  readonly cloud: { readonly name: string; readonly kind: string; readonly region: string }
  /** The workload's name and the hash of what was last applied. */
  readonly workload: { readonly name: string; readonly hash: string }
  /** Grows with every record of it: a plan made at one revision is stale at the next. */
  readonly revision: number
  readonly createdAt: number
  readonly changedAt: number
}

export interface RunRecord {
  readonly id: string
  readonly deployment: string
  readonly intent: string
  readonly startedAt: number
  /** Absent while it runs, and for ever when it was killed. */
  readonly finishedAt?: number
  readonly result?: string
}

export interface NewDeployment {
  readonly name: string
  readonly uid: string
  readonly cloud: DeploymentRecord['cloud']
  readonly workload: DeploymentRecord['workload']
}

interface CreateIntent {
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly token: string
  readonly spec: string
  readonly dependsOn: readonly string[]
  /** Keys of what may hold data from now on, because of this. */
  readonly fills?: readonly string[]
}

/** One durable write, told of before it is made and after it is safe on the disk. */
export interface JournalStep {
  readonly phase: 'before' | 'after'
  readonly deployment: string
  readonly write: string
  readonly key?: string
}

/**
 * What deployments have, kept so that a process may be killed at any moment: when a method that writes returns, what it wrote is on the disk.
 * Every method throws `CloudError` with the cause and the fix when the file cannot be read or written.
 */
export interface Journal extends Disposable {
  /** By name. */
  deployments(): readonly DeploymentRecord[]
  deployment(name: string): DeploymentRecord | undefined
  /** Makes the deployment, or notes the workload that it now follows. */
  openDeployment(deployment: NewDeployment): DeploymentRecord
  /** Forgets the deployment with all it had and its runs. */
  forgetDeployment(name: string): void

  /** In the order of their making. */
  resources(deployment: string): readonly ResourceRecord[]
  beginCreate(deployment: string, intent: CreateIntent): void
  recordMade(deployment: string, key: string, nativeId: string): void
  recordReady(deployment: string, key: string, outputs: Readonly<Record<string, string>>): void
  /** Notes what a resource was changed to in place. */
  recordSpec(deployment: string, key: string, spec: string, dependsOn: readonly string[]): void
  beginDelete(deployment: string, key: string): void
  recordGone(deployment: string, key: string): void

  runs(deployment: string): readonly RunRecord[]
  startRun(deployment: string, id: string, intent: string): void
  finishRun(id: string, result: string): void

  /**
   * Keeps other processes, and other runs of this one, from the deployment until it is disposed of. Fails with `conflict` when another has it. The
   * system frees it when the process dies, however it dies.
   */
  lock(deployment: string): Disposable
}
