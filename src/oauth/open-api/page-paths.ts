/** The endpoints that browsers are sent to: what they answer is a page or a redirect. */
import type { JsonObject } from '../../kernel/json.ts'
import { authorizeParams } from '../params/authorize-params.ts'
import {
  accountForm,
  accountQuery,
  consentForm,
  consentQuery,
  loginForm,
  loginQuery,
  logoutForm,
  logoutQuery,
} from '../params/page-params.ts'
import { type Described, text, toFormBody } from './schemas.ts'

/** The parameters of a query, as the schema of the endpoint has them. */
function toQuery({ fields, required }: Described): JsonObject[] {
  return Object.entries(fields).map(([name, { description, ...schema }]) => ({
    ...{ name, in: 'query', schema, ...(description !== undefined && { description }) },
    ...(required.includes(name) && { required: true }),
  }))
}

function page(description: string): JsonObject {
  return { description, content: { 'text/html': { schema: text } } }
}

function redirect(description: string): JsonObject {
  return { description, headers: { Location: { schema: { type: 'string', format: 'uri' } } } }
}

const failed = {
  400: page('A page that says what is wrong with the request'),
  default: page('A page for another problem: 413, 429, 500 or 503'),
}
const refusedForm = { 403: page('The form was not sent from the page, or the page is too old') }

function describe(operationId: string, summary: string): JsonObject {
  return { operationId, summary, tags: ['Sign-in'], security: [] }
}

const toClient =
  'To the client with `code`, or with `error` (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6); to the login or the consent page where one is needed'
const formPost = page('The form that carries the answer to the client (response_mode=form_post)')

const authorize: JsonObject = {
  get: {
    ...describe('authorize', 'Asks for an authorization code (RFC 6749 §4.1.1)'),
    parameters: toQuery(authorizeParams),
    responses: { 200: formPost, 302: redirect(toClient), ...failed },
  },
  post: {
    ...describe('authorize-post', 'The same by a form'),
    requestBody: toFormBody(authorizeParams),
    responses: { 303: redirect('To the same request as a GET'), ...failed },
  },
}

const login: JsonObject = {
  get: {
    ...describe('login-page', 'The login page; carries the id of an authorization request in its query'),
    parameters: toQuery(loginQuery),
    responses: {
      200: page('The page'),
      302: redirect('On with the request, where no sign-in is needed any more'),
      ...failed,
    },
  },
  post: {
    ...describe('login', 'Signs in'),
    requestBody: toFormBody(loginForm),
    responses: {
      302: redirect('Signed in: on with the authorization request, where there is one'),
      401: page('The page again: wrong username or password'),
      429: page('The page again: too many failed attempts; Retry-After says how long to wait'),
      ...refusedForm,
      ...failed,
    },
  },
}

const consent: JsonObject = {
  get: {
    ...describe('consent-page', 'Asks a person whether the client may have what it asks for'),
    parameters: toQuery(consentQuery),
    responses: {
      200: page('The page'),
      302: redirect('To the login page, or to the client'),
      ...failed,
    },
  },
  post: {
    ...describe('consent', 'The decision of the person'),
    requestBody: toFormBody(consentForm),
    responses: {
      200: page('The page again without a decision, or the form that carries the answer to the client'),
      302: redirect('On with the authorization request, or to the client with `access_denied`'),
      ...refusedForm,
      ...failed,
    },
  },
}

const signedOut = {
  200: page('Signed out, or a page that asks whether to sign out'),
  302: redirect('Signed out: to post_logout_redirect_uri'),
  ...failed,
}

const logout: JsonObject = {
  get: {
    ...describe('logout', 'Signs out (OpenID Connect RP-Initiated Logout 1.0)'),
    parameters: toQuery(logoutQuery),
    responses: signedOut,
  },
  post: {
    ...describe('logout-post', 'The same by a form, or the answer of the page that asks'),
    requestBody: toFormBody(logoutForm),
    responses: { ...signedOut, ...refusedForm },
  },
}

const account: JsonObject = {
  get: {
    ...describe('account-page', 'What a person has allowed to applications, and where they are signed in'),
    parameters: toQuery(accountQuery),
    responses: {
      200: page('The page'),
      302: redirect('To the login page, which leads back'),
      ...failed,
    },
  },
  post: {
    ...describe('account', 'Withdraws what was allowed, or signs out there or everywhere'),
    requestBody: toFormBody(accountForm),
    responses: { 303: redirect('To the page again, or to the login page'), ...refusedForm, ...failed },
  },
}

const design: JsonObject = {
  get: {
    ...describe('design', 'Colours, spaces and type of the pages, as variables of a style sheet'),
    responses: {
      200: { description: 'The style sheet', content: { 'text/css': { schema: text } } },
      304: { description: 'Not changed since `If-None-Match`' },
    },
  },
}

export const pagePaths: JsonObject = {
  '/auth/authorize': authorize,
  '/auth/login': login,
  '/auth/grant': consent,
  '/auth/account': account,
  '/auth/logout': logout,
  '/auth/design.css': design,
}
