/** What comes to the pages that people see: their queries and their forms. */
import { type Static, Type } from '@sinclair/typebox'
import { resourceIdPattern } from '../../schema/resource-id.ts'
import { defineParams } from './define-params.ts'
import { clientId, uri } from './fields.ts'

const csrf = Type.Optional(Type.String({ maxLength: 128, description: 'From the page' }))

const request = Type.String({
  pattern: '^[A-Za-z0-9_-]{22}$',
  description: 'the id of an authorization request that this browser has begun',
})

const pageToOpen = Type.Literal('account', { description: 'account: the page to open after the sign-in' })

/** The query of the login page, which people may also open without a request. */
export const loginQuery = defineParams({
  request: Type.Optional(request),
  open: Type.Optional(pageToOpen),
  login_hint: Type.Optional(Type.String({ maxLength: 1024, description: 'Filled in on the login page' })),
})

/** A name or a password that is left out is wrong, as the page then says. */
export const loginForm = defineParams({
  username: Type.Optional(Type.String({ maxLength: 4096, description: 'Id, userName or e-mail address' })),
  password: Type.Optional(Type.String({ maxLength: 4096, writeOnly: true })),
  request: Type.Optional(request),
  open: Type.Optional(pageToOpen),
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

const resourceId = Type.String({ pattern: resourceIdPattern, description: 'the id of a resource' })

/** The query of the account page: what was done just now. */
export const accountQuery = defineParams({
  done: Type.Optional(Type.Union([Type.Literal('withdrawn'), Type.Literal('ended')])),
})

export const accountForm = defineParams({
  withdraw: Type.Optional(resourceId),
  end: Type.Optional(resourceId),
  end_all: Type.Optional(Type.Literal('true')),
  csrf,
})

/** OpenID Connect RP-Initiated Logout 1.0 §2. */
const logout = {
  id_token_hint: Type.Optional(Type.String({ maxLength: 8192 })),
  client_id: Type.Optional(clientId),
  post_logout_redirect_uri: Type.Optional(uri('One of the post_logout_redirect_uris of the client')),
  state: Type.Optional(Type.String({ maxLength: 8192, description: 'Comes back unchanged' })),
  ui_locales: Type.Optional(
    Type.String({ maxLength: 1024, description: 'Languages of the page, the preferred first (BCP 47)' }),
  ),
}

export const logoutQuery = defineParams(logout)

/** Of another site, or with `csrf` of the page that asks. */
export const logoutForm = defineParams({ ...logout, csrf })

export type LogoutParams = Static<typeof logoutQuery.schema>
