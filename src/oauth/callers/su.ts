/** The `su` header: an administrator sees what a user would see. Off unless SU_HEADER is on, and then never ignored. */

import type { RoleCache } from '../../directory/role-cache.ts'
import { User } from '../../directory/User.ts'
import { isActiveUser } from '../../directory/user-state.ts'
import type { Authenticate, Caller, RequestSnapshot } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Documents } from '../../plugin.ts'
import { isResourceId } from '../../schema/resource-id.ts'
import { badCredentials } from './challenges.ts'

export interface SuParts {
  readonly isOn: boolean
  readonly documents: Documents
  readonly roles: RoleCache
}

export function withSu(authenticate: Authenticate, parts: SuParts): Authenticate {
  return (request) => {
    const wanted = request.headers.get('su')
    return wanted === null ? authenticate(request) : actAs(wanted, request, authenticate, parts)
  }
}

/** @throws AppError 401 without credentials, 403 for anybody but an administrator or while it is off, 400 for an unknown user. */
async function actAs(
  wanted: string,
  request: RequestSnapshot,
  authenticate: Authenticate,
  { isOn, documents, roles }: SuParts,
): Promise<Caller> {
  const caller = await authenticate(request)
  if (caller === null) throw badCredentials('The su header needs credentials of an administrator beside it')
  if (!isOn) throw refuse('The su header is switched off (SU_HEADER)')
  if (!isAdministrator(caller)) throw refuse('The su header is for Client/root and User/admin')
  const id = wanted.replace(/^User\//, '')
  const user = isResourceId(id) ? await documents.get(User, id) : null
  if (user === null || !isActiveUser(user)) {
    throw new AppError('invalid', 'su-unknown', 'The su header names no active user; write su: User/<id>')
  }
  const name = `User/${id} (${caller.name})`
  return {
    name,
    user: user.resource,
    client: caller.client,
    roles: await roles.get(id),
    actsForUserAlone: true,
  }
}

/** These two by name: whether policies grant them much must not make others administrators. */
function isAdministrator(caller: Caller): boolean {
  return caller.user === undefined ? caller.client?.id === 'root' : caller.user.id === 'admin'
}

function refuse(message: string): AppError {
  return new AppError('forbidden', 'su-refused', message)
}
