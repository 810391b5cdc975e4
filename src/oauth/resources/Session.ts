/** What every token belongs to; ending it ends its tokens. Made by the server, read and deleted by administrators. */
import { Type } from '@sinclair/typebox'
import type { DocumentOf } from '../../plugin.ts'
import { defineResource, Reference, type ResourceOf } from '../../schema/define-resource.ts'

const claimNames = Type.Array(Type.String({ maxLength: 64 }), { maxItems: 50 })

export const Session = defineResource({
  type: 'Session',
  description: 'A sign-in of a browser, or of a client on behalf of a user or of itself.',
  schema: Type.Object(
    {
      type: Type.Union([
        Type.Literal('browser'),
        Type.Literal('authorization_code'),
        Type.Literal('client_credentials'),
      ]),
      user: Type.Optional(Reference('User')),
      client: Type.Optional(Reference('Client')),
      parent: Type.Optional(Reference('Session')),
      // Of a third-party client, which does not end with it.
      signIn: Type.Optional(Reference('Session')),
      active: Type.Boolean(),
      start: Type.String({ maxLength: 40 }),
      expires: Type.Optional(
        Type.String({
          maxLength: 40,
          description:
            'When it ends unless it is used again: with the last of its tokens. Absent: one of them does not expire.',
        }),
      ),
      end: Type.Optional(Type.String({ maxLength: 40 })),
      lastUsed: Type.Optional(Type.String({ maxLength: 40 })),
      authTime: Type.Optional(Type.Integer()),
      amr: Type.Optional(
        Type.Array(Type.String({ maxLength: 64 }), {
          maxItems: 20,
          description: 'How the user signed in (RFC 8176).',
        }),
      ),
      scope: Type.Optional(Type.Array(Type.String({ maxLength: 256 }), { maxItems: 500 })),
      claims: Type.Optional(
        Type.Object(
          { userinfo: Type.Optional(claimNames), id_token: Type.Optional(claimNames) },
          {
            additionalProperties: false,
            description: 'Single claims that the client asked for (OpenID Connect Core §5.5).',
          },
        ),
      ),
      // Of a client that acts for itself, whose token has no record of its own.
      audience: Type.Optional(Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 100 })),
      userAgent: Type.Optional(Type.String({ maxLength: 512 })),
      ip: Type.Optional(Type.String({ maxLength: 64 })),
    },
    { additionalProperties: false },
  ),
  search: [
    { name: 'user', type: 'reference', path: 'user' },
    { name: 'client', type: 'reference', path: 'client' },
    { name: 'parent', type: 'reference', path: 'parent' },
    { name: 'active', type: 'token', path: 'active' },
    { name: 'type', type: 'token', path: 'type' },
  ],
  history: false,
  lifetime: {
    ...{ expires: 'expires', end: 'end', ended: { active: false } },
    // A sign-in that applications hold tokens of goes on, though nobody can begin anything new with it.
    holds: 'parent',
    // Older servers wrote no `expires`.
    unused: {
      since: ['lastUsed', 'start'],
      recordKinds: ['refresh-token', 'access-token', 'browser-session'],
    },
  },
  interactions: ['read', 'search-type', 'delete'],
})

export type SessionDocument = DocumentOf<typeof Session>
export type SessionResource = ResourceOf<typeof Session>
