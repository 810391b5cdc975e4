/** Makes an AccessPolicy ready: whom it is linked to, and its rule compiled. */
import type { Issue } from '../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'
import { compileRule } from './compile-rule.ts'
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
}

export type PolicyResult =
  | { readonly policy: CompiledPolicy; readonly issues: readonly [] }
  | { readonly policy: null; readonly issues: readonly Issue[] }

/** Never throws; all problems of the policy come back, each with its FHIRPath expression. */
export function compilePolicy(resource: JsonObject): PolicyResult {
  const issues: Issue[] = []
  const links = parsePolicyLinks(resource.link, issues)
  const roleName = parseRoleName(resource.roleName, issues)
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
    },
    issues: [],
  }
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
