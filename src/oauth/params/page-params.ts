/** What comes to the pages that people see: their queries and their forms. */
import { type Static, Type } from '@sinclair/typebox'
import { defineParams } from './define-params.ts'
import { clientId, uri } from './fields.ts'

const csrf = Type.Optional(Type.String({ maxLength: 128, description: 'From the page' }))

const request = Type.String({
  pattern: '^[A-Za-z0-9_-]{22}$',
  description: 'the id of an authorization request that this browser has begun',
})

/** The query of the login page, which people may also open without a request. */
export const loginQuery = defineParams({
  request: Type.Optional(request),
  login_hint: Type.Optional(Type.String({ maxLength: 1024, description: 'Filled in on the login page' })),
})

/** A name or a password that is left out is wrong, as the page then says. */
export const loginForm = defineParams({
  username: Type.Optional(Type.String({ maxLength: 4096, description: 'Id, userName or e-mail address' })),
  password: Type.Optional(Type.String({ maxLength: 4096, writeOnly: true })),
  request: Type.Optional(request),
  csrf,
})

export const consentQuery = defineParams({ request })

export const consentForm = defineParams({
  decision: Type.Optional(Type.Union([Type.Literal('allow'), Type.Literal('deny')])),
  request,
  shown_to: Type.Optional(
    Type.String({ maxLength: 128, description: 'From the page: the sign-in that it was shown to' }),
  ),
  csrf,
})

/** OpenID Connect RP-Initiated Logout 1.0 §2. */
const logout = {
  id_token_hint: Type.Optional(Type.String({ maxLength: 8192 })),
  client_id: Type.Optional(clientId),
  post_logout_redirect_uri: Type.Optional(uri('One of the post_logout_redirect_uris of the client')),
  state: Type.Optional(Type.String({ maxLength: 8192, description: 'Comes back unchanged' })),
}

export const logoutQuery = defineParams(logout)

/** Of another site, or with `csrf` of the page that asks. */
export const logoutForm = defineParams({ ...logout, csrf })

export type LogoutParams = Static<typeof logoutQuery.schema>
