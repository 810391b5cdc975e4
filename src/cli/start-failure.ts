/** Why the server does not start, for the operator: what they can mend is said without a stack. */
import { AppError } from '../kernel/errors.ts'

/** Classes of errors whose message is written for the operator. */
const forOperators = new Set([
  'AppError',
  'ConfigError',
  'PortError',
  'InitBundleError',
  'SecretsKeyError',
  'PluginError',
])

export function describeStartFailure(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)}\n`
  if (!forOperators.has(error.name)) return `${error.stack ?? error.message}\n`
  const reason = error instanceof AppError && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return `${error.message}${reason}\n`
}
