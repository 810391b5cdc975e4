/** Parameters of an OAuth request: each at most once (RFC 6749 §3.1, §3.2), empty ones count as absent. */
import { oauthError } from '../oauth-error.ts'

export interface Params {
  /** The value, undefined when absent or empty. */
  get(name: string): string | undefined
  /** All values, for `resource` and `audience`, which may repeat (RFC 8707 §2). */
  getAll(name: string): readonly string[]
  /** Names that came more than once and must not. */
  readonly repeated: readonly string[]
}

const mayRepeat = new Set(['resource', 'audience'])
const maxParams = 100

export function createParams(entries: Iterable<readonly [string, string]>): Params {
  const values = new Map<string, string[]>()
  let count = 0
  for (const [name, value] of entries) {
    count += 1
    if (count > maxParams) throw oauthError('invalid_request', `More than ${maxParams} parameters`)
    if (value === '') continue
    const known = values.get(name)
    if (known) known.push(value)
    else values.set(name, [value])
  }
  const repeated = [...values]
    .filter(([name, all]) => all.length > 1 && !mayRepeat.has(name))
    .map(([name]) => name)
  return { get: (name) => values.get(name)?.[0], getAll: (name) => values.get(name) ?? [], repeated }
}
