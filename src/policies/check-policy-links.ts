/** The links of a policy that is written must lead somewhere: a typing error would leave it without effect. */
import type { OperationInfo } from '../engine/ports/access.ts'
import type { Store } from '../engine/ports/store.ts'
import type { Issue } from '../kernel/errors.ts'
import type { JsonObject } from '../kernel/json.ts'
import { parsePolicyLinks } from './policy-link.ts'

/** Problems of links that are well-formed; those that are not are the schema check's to report. */
export async function checkPolicyLinks(
  store: Pick<Store, 'read'>,
  operations: readonly OperationInfo[],
  resource: JsonObject,
): Promise<Issue[]> {
  const malformed: Issue[] = []
  const links = parsePolicyLinks(resource.link, malformed)
  if (malformed.length > 0) return []
  const known = new Set(operations.map(({ id }) => id))
  const found = await Promise.all(
    links.map(({ resourceType, id }) =>
      resourceType === 'Operation'
        ? known.has(id)
        : store.read(resourceType, id).then((version) => version !== null),
    ),
  )
  return links.flatMap(({ resourceType, id }, index) => {
    if (found[index] === true) return []
    const message = `There is no ${resourceType}/${id}`
    return [{ code: 'not-found', message, expression: `AccessPolicy.link[${index}]` }]
  })
}
