/** Fields that several endpoints read. */
import { Type } from '@sinclair/typebox'

export const clientId = Type.String({ maxLength: 256, description: 'Id of a Client' })

export const uri = (description: string) => Type.String({ maxLength: 2048, description })

/** May repeat (RFC 8707 §2). */
export const uris = (description: string) =>
  Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 50, description })

const scopeToken = '[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,256}'

/** RFC 6749 §3.3. */
export const scope = Type.String({
  pattern: `^ *(?:${scopeToken}(?: +|$))*$`,
  maxLength: 4096,
  description:
    'names of up to 256 printable ASCII characters without quotes and backslashes, separated by spaces',
})
