/** What the endpoints that help to write policies have in common: who may call them, and bodies in JSON or YAML. */
import type { OperationInfo } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'
import type { PluginHost, RouteRequest } from '../../plugin.ts'

/** Operations that a policy must grant before the tools answer. */
export const policyToolOperations: readonly OperationInfo[] = [
  {
    id: 'Explain',
    description:
      'Hear why a request of your own is allowed or refused, instead of its answer (__debug=policy)',
  },
  { id: 'TestPolicy', description: 'Evaluate a policy that is not stored (POST /auth/test-policy)' },
  { id: 'Matcho', description: 'Compare a matcho pattern with a value (POST /$matcho)' },
]

export interface PolicyToolParts extends Pick<PluginHost, 'authorize' | 'parseBody'> {
  /** Makes the answer in the format that the caller asked for; JSON when left out. */
  readonly answer?: (body: JsonObject, request: RouteRequest) => Response
}

const maxBodyBytes = 256 * 1024

/** The parsed body of a caller who is known and may use the operation. Throws AppError. */
export async function readToolBody(
  parts: PolicyToolParts,
  request: RouteRequest,
  operationId: string,
): Promise<JsonObject> {
  // A policy for everybody is not meant for strangers who look for holes in policies.
  if ((await request.caller()) === null)
    throw new AppError('unauthenticated', 'login', 'Authentication is required')
  await parts.authorize(request, operationId)
  const body = parts.parseBody(await request.text(maxBodyBytes), request.headers.get('content-type'))
  if (!isJsonObject(body)) throw new AppError('invalid', 'structure', 'The body must be an object')
  return body
}

export function answerTool(parts: PolicyToolParts, request: RouteRequest, body: JsonObject): Response {
  return parts.answer?.(body, request) ?? Response.json(body, { headers: { 'cache-control': 'no-store' } })
}
