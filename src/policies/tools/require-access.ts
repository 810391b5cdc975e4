/** Asks the same Access as every request, for endpoints of the plug-in that are no resource interactions. */
import { decide } from '../../engine/authorize.ts'
import type { Access } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import { challenges } from '../../oauth/callers/challenges.ts'
import type { RouteRequest } from '../../plugin.ts'

/** Throws AppError `unauthenticated` or `forbidden` unless a policy grants the operation to the caller. */
export async function requireAccess(
  access: Pick<Access, 'decide'>,
  request: RouteRequest,
  operationId: string,
): Promise<void> {
  const caller = await request.caller()
  const query = [...request.url.searchParams]
  const decision = await decide(access, caller, { id: operationId, query, request })
  if (caller === null) {
    throw new AppError('unauthenticated', 'login', 'Authentication is required', { challenges })
  }
  if (!decision.allowed) throw new AppError('forbidden', 'forbidden', decision.message)
}
