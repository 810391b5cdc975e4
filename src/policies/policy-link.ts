/** The links of an AccessPolicy, in both of their forms. */
import type { Issue } from '../kernel/errors.ts'
import { type ReferenceTarget, readReference } from '../schema/reference.ts'

const linkable = new Set(['User', 'Client', 'Operation'])
const path = 'AccessPolicy.link'

/** Bad links are added to `issues`. An empty list is bad too: it reads like a restriction and would be none. */
export function parsePolicyLinks(links: unknown, issues: Issue[]): readonly ReferenceTarget[] {
  if (links === undefined) return []
  if (!Array.isArray(links) || links.length === 0) {
    const message = 'A list of links; a policy without `link` is for everybody'
    issues.push({ code: 'invalid', message, expression: path })
    return []
  }
  return links.flatMap((link, index) => {
    const target = parseLink(link)
    if (typeof target !== 'string') return [target]
    issues.push({ code: 'invalid', message: target, expression: `${path}[${index}]` })
    return []
  })
}

/** The target, or what is wrong with the link. */
function parseLink(link: unknown): ReferenceTarget | string {
  const target = readReference(link)
  if (target === null) return 'A link is {resourceType, id} or {reference: "Type/id"}'
  if (target === 'contradictory') return 'The link contradicts itself: `reference` names another target'
  if (!linkable.has(target.resourceType)) return 'A policy can be linked to a User, a Client or an Operation'
  return target
}
