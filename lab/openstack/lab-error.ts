/** What went wrong while the lab was brought up, in one sentence that names the log to read. */
export class LabError extends Error {
  override readonly name = 'LabError'
}
