/** The links of a policy that is written must lead somewhere: a typing error would leave it without effect. */
import type { Issue } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { PluginHost } from '../plugin.ts'
import { parsePolicyLinks } from './policy-link.ts'

/** Problems of links that are well-formed; those that are not are the schema check's to report. */
export async function checkPolicyLinks(
  { store, registry, operations }: Pick<PluginHost, 'store' | 'registry' | 'operations'>,
  resource: JsonObject,
): Promise<Issue[]> {
  const malformed: Issue[] = []
  const links = parsePolicyLinks(resource.link, malformed)
  if (malformed.length > 0) return []
  const known = new Set(operations.map(({ id }) => id))
  const found = await Promise.all(
    links.map(async ({ resourceType, id }) => {
      if (resourceType === 'Operation') return known.has(id)
      // Not every server has clients.
      return registry.get(resourceType) !== undefined && (await store.read(resourceType, id)) !== null
    }),
  )
  return links.flatMap(({ resourceType, id }, index) => {
    if (found[index] === true) return []
    const message = `There is no ${resourceType}/${id}`
    return [{ code: 'not-found', message, expression: `AccessPolicy.link[${index}]` }]
  })
}
