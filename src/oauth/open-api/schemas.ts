/** Schemas and answers that the endpoints share. */
import { isJsonObject, type JsonObject } from '../../kernel/json.ts'

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

/** Of a `ParamsDefinition`, what is described. */
export interface Described {
  readonly fields: Readonly<Record<string, JsonObject>>
  readonly required: readonly string[]
}

/** A form of these fields; what is a list there comes several times. */
export function toFormBody(described: Described): JsonObject {
  return toBody({ 'application/x-www-form-urlencoded': { schema: toObjectSchema(described) } })
}

/** A form or JSON of these fields. In JSON each is one text. */
export function toFormOrJsonBody({ fields, required }: Described): JsonObject {
  const single = Object.entries(fields).map(([name, one]) => [
    name,
    isJsonObject(one.items) ? one.items : one,
  ])
  return toBody({
    'application/x-www-form-urlencoded': { schema: toObjectSchema({ fields, required }) },
    'application/json': { schema: toObjectSchema({ fields: Object.fromEntries(single), required }) },
  })
}

function toBody(content: JsonObject): JsonObject {
  return { required: true, content }
}

function toObjectSchema({ fields, required }: Described): JsonObject {
  return { type: 'object', properties: { ...fields }, required: [...required] }
}

export function outcome(...statuses: readonly number[]): JsonObject {
  const rows = statuses.map((status) => [status, { $ref: `#/components/responses/Outcome${status}` }])
  return { ...Object.fromEntries(rows), default: { $ref: '#/components/responses/Outcome' } }
}
