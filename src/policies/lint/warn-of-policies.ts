/** Tells the operator of stored policies that would be refused today: they still count as they are. */
import type { PluginHost } from '../../plugin.ts'
import { AccessPolicy } from '../resources/AccessPolicy.ts'
import { lintPolicy } from './lint-policy.ts'

const maxTold = 50

export async function warnOfPolicies(
  host: Pick<PluginHost, 'documents' | 'registry' | 'operations' | 'log'>,
) {
  const stored = await host.documents.all(AccessPolicy)
  const found = stored.flatMap(({ id, resource }) => {
    const [first] = lintPolicy(resource, host)
    return first === undefined ? [] : [{ policy: id, message: first.message, expression: first.expression }]
  })
  if (found.length === 0) return
  const message = 'stored access policies would be refused if they were written today; they count as they are'
  host.log.warn(message, { count: found.length, policies: found.slice(0, maxTold) })
}
