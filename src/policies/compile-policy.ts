/** Makes an AccessPolicy ready: whom it is linked to, and its rule compiled. */
import { metaTime } from '../directory/holder.ts'
import type { Allowed } from '../engine/ports/access.ts'
import type { Issue } from '../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import { compileRule } from './compile-rule.ts'
import { toTerms } from './decisions/grant-terms.ts'
import type { Rule } from './engines/engine.ts'
import { parsePolicyLinks } from './policy-link.ts'

export interface CompiledPolicy {
  readonly id: string
  readonly description: string | undefined
  readonly engine: string
  /** `User/ann`, `Client/web`, `Operation/FhirRead`. With `roleName` both must hold. */
  readonly links: readonly string[]
  readonly roleName: string | undefined
  readonly rule: Rule
  /** Policies with a lower cost are tried first. */
  readonly cost: number
  /** Milliseconds since 1970; undefined for one that is not stored. */
  readonly writtenAt: number | undefined
  /** What it grants when its rule holds. */
  readonly allows: Allowed
}

export type PolicyResult =
  | { readonly policy: CompiledPolicy; readonly issues: readonly [] }
  | { readonly policy: null; readonly issues: readonly Issue[] }

/** Never throws; all problems of the policy come back, each with its FHIRPath expression. */
export function compilePolicy(resource: JsonObject): PolicyResult {
  const issues: Issue[] = []
  const links = parsePolicyLinks(resource.link, issues)
  const roleName = parseRoleName(resource.roleName, issues)
  const readonly = parseReadonly(resource.readonly, issues)
  const rule = isJsonObject(resource) ? compileRule(resource, 'AccessPolicy', issues) : null
  if (rule === null || issues.length > 0) return { policy: null, issues }
  const { id, description, engine } = resource
  return {
    policy: {
      id: typeof id === 'string' ? id : '',
      description: typeof description === 'string' ? description : undefined,
      engine: String(engine),
      links: links.map((link) => `${link.resourceType}/${link.id}`),
      roleName,
      rule,
      cost: costOf(rule, readonly),
      writtenAt: metaTime(resource, 'lastUpdated'),
      allows: toTerms(readonly, rule.reads.parameters),
    },
    issues: [],
  }
}

/** Those last that grant less, and those for which something has to be read. */
function costOf({ cost, reads }: Rule, readonly: readonly string[]): number {
  return (
    cost +
    (reads.parameters.length > 0 ? 100 : 0) +
    (readonly.length > 0 ? 200 : 0) +
    (reads.stored ? 400 : 0)
  )
}

const elementPath = /^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)*$/

/** An empty list reads like a restriction and would be none. */
function parseReadonly(paths: unknown, issues: Issue[]): readonly string[] {
  if (paths === undefined) return []
  const isPath = (path: unknown): path is string => typeof path === 'string' && elementPath.test(path)
  if (Array.isArray(paths) && paths.length > 0 && paths.every(isPath)) return paths
  const message = 'This must be a list of dotted paths of elements, such as data.ward'
  issues.push({ code: 'invalid', message, expression: 'AccessPolicy.readonly' })
  return []
}

/** A role name that is present but unusable must not turn the policy into one for everybody. */
function parseRoleName(roleName: unknown, issues: Issue[]): string | undefined {
  if (roleName === undefined) return undefined
  if (typeof roleName === 'string' && roleName !== '') return roleName
  issues.push({
    code: 'invalid',
    message: 'This must be the name of a role',
    expression: 'AccessPolicy.roleName',
  })
  return undefined
}
