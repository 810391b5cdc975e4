/** Schemas and answers that the endpoints share. */
import type { JsonObject } from '../../kernel/json.ts'

export const text: JsonObject = { type: 'string' }

export const oauthErrorSchema: JsonObject = {
  type: 'object',
  description: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
  properties: { error: text, error_description: text },
  required: ['error'],
}

export const tokenAnswerSchema: JsonObject = {
  type: 'object',
  description: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.1',
  properties: {
    access_token: text,
    token_type: { const: 'Bearer' },
    expires_in: { type: 'integer', description: 'Seconds' },
    refresh_token: text,
    scope: text,
    id_token: { ...text, description: 'With the scope openid' },
    userinfo: { type: 'object', description: 'The User, where the token is of one' },
  },
  required: ['access_token', 'token_type', 'expires_in'],
}

export function inJson(description: string, schema: JsonObject = { type: 'object' }): JsonObject {
  return { description, content: { 'application/json': { schema } } }
}

/** An answer of RFC 6749 §5.2 with one of the codes. */
export function oauthProblem(description: string, ...codes: readonly string[]): JsonObject {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/OAuthError' }, { properties: { error: { enum: [...codes] } } }],
  }
  return inJson(description, schema)
}

export const otherOAuthProblem: JsonObject = inJson(
  'Another problem: 413 for a body that is too large, 429 after many failed attempts, 500 (server_error), and 503 (temporarily_unavailable) while the database is away',
  { $ref: '#/components/schemas/OAuthError' },
)

/** A form; endpoints that read JSON too take the same fields in an object. */
export function toBody(schema: JsonObject, isJsonToo: boolean): JsonObject {
  const form = { 'application/x-www-form-urlencoded': { schema } }
  return { required: true, content: isJsonToo ? { ...form, 'application/json': { schema } } : form }
}

export function outcome(...statuses: readonly number[]): JsonObject {
  const rows = statuses.map((status) => [status, { $ref: `#/components/responses/Outcome${status}` }])
  return { ...Object.fromEntries(rows), default: { $ref: '#/components/responses/Outcome' } }
}
