/** The explanation of a decision for the caller of the request, who must be known and allowed to hear it. */
import type { Access, Caller, Operation } from '../../engine/ports/access.ts'
import type { PolicyAccess } from './create-policy-access.ts'
import { toPlainRequest } from './request-object.ts'

type Explain = NonNullable<Access['explain']>

/** `devMode`: every known caller may hear it; otherwise those whom a policy grants the operation `Explain`. */
export function createExplainToCaller(access: PolicyAccess, devMode: boolean): Explain {
  return async (caller, operation) => {
    if (!devMode && !(await isGranted(access, caller, operation))) return null
    return toPlainRequest(await access.explain(caller, operation))
  }
}

/** Asked as a request of its own: a policy for the path that is explained says nothing about explanations. */
async function isGranted(access: PolicyAccess, caller: Caller, { request }: Operation): Promise<boolean> {
  const own = { ...request, method: 'GET', path: '/$explain', queryString: undefined }
  return (await access.decide(caller, { id: 'Explain', query: [], request: own })).allowed
}
