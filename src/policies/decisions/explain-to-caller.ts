/** The explanation of a decision for the caller of the request, who must be known and allowed to hear it. */
import type { Access, Caller, Operation } from '../../engine/ports/access.ts'
import type { PolicyAccess } from './create-policy-access.ts'
import { withoutForeignValues } from './explain-decision.ts'
import { toPlainRequest } from './request-object.ts'

type Explain = NonNullable<Access['explain']>

/**
 * Whom a policy grants the operation `Explain` hears everything; in development mode every known caller hears what can be
 * told to anybody. Where somebody acts as another, that is asked of the one who acts.
 */
export function createExplainToCaller(access: PolicyAccess, devMode: boolean): Explain {
  return async (caller, operation) => {
    const hearsAll = await isGranted(access, caller.actor ?? caller, operation)
    if (!hearsAll && !devMode) return null
    const explanation = await access.explain(caller, operation)
    return toPlainRequest(hearsAll ? explanation : withoutForeignValues(explanation))
  }
}

/** Asked as a request of its own: a policy for the path that is explained says nothing about explanations. */
async function isGranted(access: PolicyAccess, caller: Caller, { request }: Operation): Promise<boolean> {
  const own = { ...request, method: 'GET', path: '/$explain', queryString: undefined }
  return (await access.decide(caller, { id: 'Explain', query: [], request: own })).allowed
}
