/** The endpoints that browsers are sent to: what they answer is a page or a redirect. */
import type { JsonObject } from '../../kernel/json.ts'
import { responseModes } from '../authorize/authorization-request.ts'
import { promptValues } from '../authorize/check-prompt.ts'
import { text, toBody } from './schemas.ts'

type Fields = Readonly<Record<string, JsonObject>>

/** RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2 and OpenID Connect Core §3.1.2.1. */
const authorizationFields: Fields = {
  response_type: { const: 'code' },
  client_id: text,
  redirect_uri: { ...text, description: 'May be left out by a client that has one alone' },
  scope: text,
  state: text,
  code_challenge: { ...text, pattern: '^[A-Za-z0-9_-]{43}$' },
  code_challenge_method: { const: 'S256' },
  response_mode: { enum: [...responseModes], default: 'query' },
  nonce: { ...text, maxLength: 1024 },
  prompt: { ...text, description: `Of ${promptValues.join(', ')}, separated by spaces` },
  max_age: { type: 'integer', minimum: 0, description: 'Seconds since the sign-in, at most' },
  login_hint: { ...text, description: 'Filled in on the login page' },
  id_token_hint: text,
  resource: { type: 'array', items: text, description: 'Who the token is for' },
  audience: { type: 'array', items: text, description: 'The same as resource' },
  aud: { ...text, description: 'The same as resource, as SMART App Launch calls it' },
}

const logoutFields: Fields = {
  id_token_hint: text,
  client_id: text,
  post_logout_redirect_uri: text,
  state: text,
}

function toQuery(fields: Fields, required: readonly string[] = []): JsonObject[] {
  return Object.entries(fields).map(([name, { description, ...schema }]) => ({
    ...{ name, in: 'query', schema, ...(description !== undefined && { description }) },
    ...(required.includes(name) && { required: true }),
  }))
}

function toForm(fields: Fields, required: readonly string[] = []): JsonObject {
  return toBody({ type: 'object', properties: { ...fields }, required: [...required] }, false)
}

const asked = ['response_type', 'client_id']

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
    parameters: toQuery(authorizationFields, asked),
    responses: { 200: formPost, 302: redirect(toClient), ...failed },
  },
  post: {
    ...describe('authorize-post', 'The same by a form'),
    requestBody: toForm(authorizationFields, asked),
    responses: { 303: redirect('To the same request as a GET'), ...failed },
  },
}

const login: JsonObject = {
  get: {
    ...describe('login-page', 'The login page; carries an authorization request in its query'),
    parameters: toQuery(authorizationFields),
    responses: { 200: page('The page'), ...failed },
  },
  post: {
    ...describe('login', 'Signs in'),
    parameters: toQuery(authorizationFields),
    requestBody: toForm(
      {
        username: { ...text, description: 'Id, userName or e-mail address' },
        password: { ...text, format: 'password', writeOnly: true },
        csrf: { ...text, description: 'From the page' },
      },
      ['username', 'password', 'csrf'],
    ),
    responses: {
      302: redirect('Signed in: back to the authorization request, where there is one'),
      401: page('The page again: name and password do not fit together'),
      429: page('The page again: too many failed attempts; Retry-After says how long to wait'),
      ...refusedForm,
      ...failed,
    },
  },
}

const consent: JsonObject = {
  get: {
    ...describe('consent-page', 'Asks a person whether the client may have what it asks for'),
    parameters: toQuery(authorizationFields, asked),
    responses: {
      200: page('The page'),
      302: redirect('To the login page, or to the client with `error`'),
      ...failed,
    },
  },
  post: {
    ...describe('consent', 'The decision of the person'),
    parameters: toQuery(authorizationFields, asked),
    requestBody: toForm(
      { decision: { enum: ['allow', 'deny'] }, csrf: { ...text, description: 'From the page' } },
      ['decision', 'csrf'],
    ),
    responses: {
      200: page('The page again without a decision, or the form that carries the answer to the client'),
      302: redirect('Back to the authorization request, or to the client with `access_denied`'),
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
    parameters: toQuery(logoutFields),
    responses: signedOut,
  },
  post: {
    ...describe('logout-post', 'The same by a form, or the answer of the page that asks'),
    requestBody: toForm({ ...logoutFields, csrf: { ...text, description: 'From the page' } }),
    responses: { ...signedOut, ...refusedForm },
  },
}

export const pagePaths: JsonObject = {
  '/auth/authorize': authorize,
  '/auth/login': login,
  '/auth/grant': consent,
  '/auth/logout': logout,
}
