/** The `su` header: an administrator sees what a user would see. Off unless SU_HEADER is on, and then never ignored. */

import type { Caller } from '../../engine/ports/access.ts'
import { AppError } from '../../kernel/errors.ts'
import type { PluginHost, StartedPlugin } from '../../plugin.ts'

export interface SuParts {
  readonly isOn: boolean
  readonly callerOf: PluginHost['callerOf']
}

/**
 * Refines every caller, whatever authenticator recognised it.
 * @throws AppError 401 without credentials, 403 for anybody but an administrator or while it is off, 400 for an unknown user.
 */
export function createSu(parts: SuParts): NonNullable<StartedPlugin['refineCaller']> {
  return (caller, request) => {
    const wanted = request.headers.get('su')
    return wanted === null ? caller : actAs(wanted, caller, parts)
  }
}

async function actAs(wanted: string, caller: Caller | null, { isOn, callerOf }: SuParts): Promise<Caller> {
  if (caller === null) {
    const message = 'The su header needs credentials of an administrator beside it'
    throw new AppError('unauthenticated', 'su-without-credentials', message)
  }
  if (!isOn) throw refuse('The su header is switched off (SU_HEADER)')
  if (!isAdministrator(caller)) throw refuse('The su header is for Client/root and User/admin')
  const id = wanted.replace(/^User\//, '')
  const user = await callerOf(id, `User/${id} (${caller.name})`)
  if (user === null) {
    throw new AppError('invalid', 'su-unknown', 'The su header names no active user; write su: User/<id>')
  }
  // What the credential is limited to it stays limited to, whoever is acted for.
  const { client, limitedTo } = caller
  return { ...user, client, actor: caller, ...(limitedTo && { limitedTo }) }
}

/** These two by name: whether policies grant them much must not make others administrators. */
function isAdministrator(caller: Caller): boolean {
  return caller.user === undefined ? caller.client?.id === 'root' : caller.user.id === 'admin'
}

function refuse(message: string): AppError {
  return new AppError('forbidden', 'su-refused', message)
}
