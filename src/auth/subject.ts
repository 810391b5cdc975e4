/** Who calls, as the token part recognised them: what policies see of the caller. */
import type { Subject } from '../engine/ports/access.ts'
import { isJsonObject, type JsonObject } from '../kernel/json.ts'

/** All documents are already without secrets. With `user` the subject acts as the user, without as the client. */
export interface OAuthSubject extends Subject {
  readonly user?: JsonObject
  readonly client?: JsonObject
  readonly session?: JsonObject
  /** The verified claims of the token, where it is a JWT. */
  readonly jwt?: JsonObject
  /** The Role resources of the user; empty for a client that acts for itself. */
  readonly roles: readonly JsonObject[]
  /** Granted scopes; undefined where the credentials carry none, such as HTTP Basic. */
  readonly scopes?: readonly string[]
  /** Whether the client is `first_party`. */
  readonly firstParty: boolean
}

/** Whether a subject is one of ours: another plug-in's has no documents that a policy could look at. */
export function isOAuthSubject(subject: Subject | null): subject is OAuthSubject {
  if (subject === null) return false
  const { roles, user, client } = subject as Partial<OAuthSubject>
  return Array.isArray(roles) && (isJsonObject(user) || isJsonObject(client))
}
