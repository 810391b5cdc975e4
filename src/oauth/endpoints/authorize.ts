/** The authorization endpoint (RFC 6749 §3.1), GET and POST. */
import type { RouteRequest } from '../../plugin.ts'
import type { AuthServices } from '../auth-services.ts'
import { findTarget, toTargetParams } from '../authorize/find-target.ts'
import { goOn, meet } from '../authorize/go-on.ts'
import { nextStep } from '../authorize/next-step.ts'
import { answerThroughClient, redirectTo } from '../authorize/respond.ts'
import { aboutClient } from '../client-auth/client-secrets.ts'
import { authorizeParams } from '../params/authorize-params.ts'
import { readForm, readQuery, type SentParams, toQuery } from '../params/sent-params.ts'

export async function authorize(request: RouteRequest, services: AuthServices): Promise<Response> {
  // Another site's form comes without our SameSite cookie; the same request as a GET comes with it.
  if (request.method === 'POST')
    return redirectTo(`${services.issuer}/auth/authorize?${toQuery(await readForm(request))}`, [], 303)
  return await begin(readQuery(request.queryString), request, services)
}

/** A request that has just come in. It is kept only if somebody has to be asked. */
export async function begin(
  sent: SentParams,
  request: RouteRequest,
  services: AuthServices,
): Promise<Response> {
  const params = toTargetParams(sent)
  if (params.client_id !== undefined) request.note(aboutClient(params.client_id))
  const target = await findTarget(params, services.documents)
  return await answerThroughClient(target, request, services, async () => {
    const params = authorizeParams.parse(sent)
    const encounter = { ...(await meet(target, params, request, services)), kept: undefined }
    return await goOn(await nextStep(encounter, services.host), encounter, request, services)
  })
}
