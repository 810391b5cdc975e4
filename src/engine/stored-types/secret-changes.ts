/** What a change of `x-secret` would show to readers, or leave in clear. */
import type { ResourceType } from '../../schema/registry.ts'
import { allOf, type Condition, type Test } from '../ports/condition.ts'
import type { Store } from '../ports/store.ts'

/** How hashes begin, our own and those that were brought from elsewhere. */
const hash: Test = { kind: 'matches', pattern: '^[$](argon2id|s0)[$]' }

/** `before`: dotted paths that were secret when the type was last known. One sentence for each field that stands against it. */
export async function findSecretChanges(
  type: ResourceType,
  before: readonly string[],
  store: Store,
): Promise<readonly string[]> {
  const now = type.secretPaths.map((path) => path.join('.'))
  const problems: string[] = []
  for (const path of before.filter((one) => !now.includes(one))) {
    if (await hasAny(type, at(path, hash), store, true)) problems.push(shownProblem(type, path))
  }
  for (const path of now.filter((one) => !before.includes(one))) {
    const isPlain = allOf(at(path, { kind: 'present' }), { kind: 'not', of: at(path, hash) })
    if (await hasAny(type, isPlain, store, false)) problems.push(plainProblem(type, path))
  }
  return problems
}

function at(path: string, test: Test): Condition {
  return { kind: 'compare', path: [path.split('.').map((name) => ({ name }))], test }
}

async function hasAny({ type, history }: ResourceType, where: Condition, store: Store, inVersions: boolean) {
  const page = await store.search({ type, where, count: 1, withTotal: false })
  if (page.versions.length > 0) return true
  if (!inVersions || !history) return false
  return (await store.history({ type, count: 1, rows: where })).versions.length > 0
}

function shownProblem({ type, table, history }: ResourceType, path: string): string {
  const tables = history ? `${table} and ${table}_history` : table
  return `${type}.${path} was \`x-secret\`, and hashes of it are stored that readers would see. Put \`x-secret: true\` back, or remove the values first: update … set resource = resource #- '{${path.replaceAll('.', ',')}}' in ${tables}`
}

function plainProblem({ type }: ResourceType, path: string): string {
  return `${type}.${path} is now \`x-secret\`, but stored ${type} have it in clear, where it would stay, and no secret could be checked against it. Start with the schema as it was, remove the values (null), then add \`x-secret\` and set them again`
}
