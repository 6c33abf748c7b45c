import type { Colors } from 'picocolors/types.js'
import { CloudError } from '../../model/cloud-error.ts'
import { CommandError } from '../command-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { World } from '../world.ts'
import { diagnosticText } from './diagnostic-text.ts'

/** Writes what failed, where, and what to do next; never a stack, unless PORTOLAN_DEBUG=1. Gives the exit code that goes with it. */
export const showError = (error: unknown, world: World, colors: Colors): ExitCode => {
  const { message, hint, code } = explained(error)
  if (error instanceof CommandError)
    for (const diagnostic of error.details.diagnostics ?? [])
      world.stderr.write(`${diagnosticText(diagnostic, error.details.sources ?? {}, colors)}\n\n`)
  world.stderr.write(`${colors.bold(colors.red('error'))}${colors.bold(`: ${message}`)}\n`)
  if (hint) world.stderr.write(`  ${colors.cyan('next')}: ${hint}\n`)
  if (world.env.PORTOLAN_DEBUG === '1') world.stderr.write(`${stackOf(error)}\n`)
  return code
}

interface Explained {
  readonly message: string
  readonly hint?: string | undefined
  readonly code: ExitCode
}

const explained = (error: unknown): Explained => {
  if (error instanceof CommandError) return { message: error.message, hint: error.details.hint, code: error.exitCode }
  if (error instanceof CloudError) {
    const request = error.requestId ? ` (request ${error.requestId})` : ''
    return { message: error.message + request, hint: error.hint ?? hints[error.code], code: codeOf(error) }
  }
  const system = systemError(error)
  if (system) return { message: system, code: exitCode.failed }
  return {
    message: `portolan itself failed: ${error instanceof Error ? error.message.split('\n')[0] : 'for an unknown reason'}`,
    hint: 'run it again with PORTOLAN_DEBUG=1 and report what it says',
    code: exitCode.failed,
  }
}

const hints: Readonly<Partial<Record<CloudError['code'], string>>> = {
  unauthenticated:
    'portolan cloud show --explain tells where each credential came from; for aws:REGION it is the AWS SDK’s own chain',
  unavailable: 'portolan doctor checks how far the cloud can be reached',
  timeout: 'portolan doctor checks how far the cloud can be reached',
  quota_exceeded: 'free something, or ask the cloud’s operator for more',
  rate_limited: 'wait a while, or use a smaller --parallelism',
}

const codeOf = (error: CloudError): ExitCode => {
  if (error.code === 'unauthenticated') return exitCode.notAuthenticated
  return error.code === 'canceled' ? exitCode.interrupted : exitCode.failed
}

const systemMessages: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file may not become that large (ulimit -f)',
  EROFS: 'the file system is read-only',
  EADDRINUSE: 'the port is in use',
}

const systemError = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined
  const where = 'path' in error ? String(error.path) : 'port' in error ? `port ${String(error.port)}` : error.syscall
  return `${where}: ${systemMessages[String(error.code)] ?? error.code}`
}

const stackOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return `${error.stack ?? error.message}${error.cause ? `\ncaused by ${stackOf(error.cause)}` : ''}`
}
