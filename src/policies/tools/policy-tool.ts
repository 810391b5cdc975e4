/** What the endpoints that help to write policies have in common: who may call them, and bodies in JSON or YAML. */
import type { Access, OperationInfo } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../kernel/json.ts'
import type { RouteRequest } from '../../plugin.ts'
import { requireAccess } from './require-access.ts'

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

export interface PolicyToolParts {
  readonly access: Pick<Access, 'decide'>
  /** Reads JSON or YAML; throws AppError for what is neither. */
  readonly parseBody: (text: string, contentType: string | null) => JsonValue
  /** Makes the answer in the format that the caller asked for; JSON when left out. */
  readonly answer?: (body: JsonObject, request: RouteRequest) => Response
}

const maxBodyBytes = 256 * 1024

/** The parsed body of a caller who may use the operation. Throws AppError. */
export async function readToolBody(
  parts: PolicyToolParts,
  request: RouteRequest,
  operationId: string,
): Promise<JsonObject> {
  await requireAccess(parts.access, request, operationId)
  const body = parts.parseBody(await request.text(maxBodyBytes), request.headers.get('content-type'))
  if (!isJsonObject(body)) throw new AppError('invalid', 'structure', 'The body must be an object')
  return body
}

export function answerTool(parts: PolicyToolParts, request: RouteRequest, body: JsonObject): Response {
  return parts.answer?.(body, request) ?? Response.json(body, { headers: { 'cache-control': 'no-store' } })
}
