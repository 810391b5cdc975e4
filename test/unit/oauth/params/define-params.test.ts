import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Type } from '@sinclair/typebox'
import { AppError } from '../../../../src/kernel/errors.ts'
import { authorizeParams } from '../../../../src/oauth/params/authorize-params.ts'
import { ofTokenParams, tokenParams } from '../../../../src/oauth/params/client-params.ts'
import { defineParams, type ParamsDefinition } from '../../../../src/oauth/params/define-params.ts'
import { consentForm, loginForm, loginQuery, logoutForm } from '../../../../src/oauth/params/page-params.ts'
import { readQuery } from '../../../../src/oauth/params/sent-params.ts'

type AnyParams = Pick<ParamsDefinition<Record<never, never>>, 'parse'>

/** The code and the text of the refusal. */
function refusal(params: AnyParams, query: string): [code: string, message: string] {
  try {
    params.parse(readQuery(query))
  } catch (error) {
    assert.ok(error instanceof AppError, String(error))
    return [error.code, error.message]
  }
  throw new Error(`${query} was taken`)
}

const authorize = 'response_type=code&client_id=a'
const token = 'grant_type=authorization_code'
const long = 'x'.repeat(5000)

describe('a schema of parameters', () => {
  it('gives typed values: lists, numbers, and nothing for what is empty or unknown', () => {
    const value = authorizeParams.parse(
      readQuery(`${authorize}&max_age=60&resource=https://a&resource=https://b&state=&unknown=1`),
    )
    assert.deepEqual(value, {
      response_type: 'code',
      client_id: 'a',
      max_age: 60,
      resource: ['https://a', 'https://b'],
    })
  })

  const refused: [AnyParams, query: string, code: string, text: RegExp][] = [
    [authorizeParams, 'client_id=a', 'invalid_request', /^response_type is missing; it must be code/],
    [authorizeParams, 'response_type=token&client_id=a', 'unsupported_response_type', /must be code/],
    [authorizeParams, `${authorize}&max_age=-1`, 'invalid_request', /^max_age must be a number of seconds/],
    [authorizeParams, `${authorize}&max_age=1.5`, 'invalid_request', /^max_age must be/],
    [authorizeParams, `${authorize}&max_age=1000000000`, 'invalid_request', /^max_age must be/],
    [
      authorizeParams,
      `${authorize}&prompt=please`,
      'invalid_request',
      /of none, login, consent, select_account/,
    ],
    [authorizeParams, `${authorize}&response_mode=fragment`, 'invalid_request', /one of query, form_post$/],
    [
      authorizeParams,
      `${authorize}&nonce=${long}`,
      'invalid_request',
      /^nonce is longer than 1024 characters$/,
    ],
    [authorizeParams, `${authorize}&code_challenge=x`, 'invalid_request', /43 base64url characters/],
    [authorizeParams, `${authorize}&code_challenge_method=plain`, 'invalid_request', /must be S256; plain/],
    [authorizeParams, `${authorize}&scope=a%22b`, 'invalid_scope', /^scope must be names/],
    [authorizeParams, `${authorize}&scope=${long}`, 'invalid_scope', /^scope is longer than 4096/],
    [authorizeParams, `${authorize}&resource=a&resource=${long}`, 'invalid_target', /^resource is longer/],
    [
      authorizeParams,
      `${authorize}${'&resource=a'.repeat(51)}`,
      'invalid_target',
      /^resource must be 50 values at most$/,
    ],
    [authorizeParams, `${authorize}&request_uri=x`, 'request_uri_not_supported', /request_uri/],
    [authorizeParams, `${authorize}&aud=a&aud=b`, 'invalid_request', /^Repeated parameter: aud$/],
    [authorizeParams, `${authorize}&unknown=a&unknown=b`, 'invalid_request', /Repeated/],
    [tokenParams, '', 'invalid_request', /^grant_type is missing; it must be one of authorization_code, /],
    [
      tokenParams,
      'grant_type=implicit',
      'unsupported_grant_type',
      /one of authorization_code, refresh_token/,
    ],
    [tokenParams, `${token}&client_id=${long}`, 'invalid_client', /^client_id is longer/],
    [tokenParams, `${token}&code_verifier=short`, 'invalid_grant', /43 to 128 unreserved characters/],
    [tokenParams, `${token}&client_assertion=x`, 'invalid_client', /client_assertion is not supported/],
    [ofTokenParams, 'token_type_hint=x', 'invalid_request', /^token is missing$/],
    [loginQuery, 'request=short', 'invalid_request', /^request must be the id of an authorization request/],
    [loginForm, `username=${long}`, 'invalid_request', /^username is longer/],
    [consentForm, `request=${'A'.repeat(22)}&decision=maybe`, 'invalid_request', /one of allow, deny/],
    [logoutForm, 'csrf=a&csrf=b', 'invalid_request', /Repeated/],
  ]
  for (const [params, query, code, text] of refused) {
    it(`${code}: ${query.slice(0, 80)}`, () => {
      const [actual, message] = refusal(params, query)
      assert.equal(actual, code)
      assert.match(message, text)
    })
  }

  it('bounds the length of every text, so that none is refused for nothing', () => {
    for (const { schema } of [
      authorizeParams,
      tokenParams,
      ofTokenParams,
      loginForm,
      consentForm,
      logoutForm,
    ]) {
      for (const [name, field] of Object.entries(schema.properties)) {
        const text = field.type === 'array' ? field.items : field
        if (text.type !== 'string' || text.const !== undefined) continue
        assert.ok(text.maxLength > 0 || /\{\d+(?:,\d+)?\}\$$/.test(text.pattern ?? ''), name)
      }
    }
  })

  it('describes itself as plain JSON Schema, with what must be sent', () => {
    const params = defineParams({
      mode: Type.Optional(Type.Union([Type.Literal('a'), Type.Literal('b')], { default: 'a' })),
      age: Type.Integer({ minimum: 0 }),
    })
    assert.deepEqual(params.fields, {
      mode: { default: 'a', type: 'string', enum: ['a', 'b'] },
      age: { type: 'integer', minimum: 0 },
    })
    assert.deepEqual(params.required, ['age'])
  })

  it('takes back what it gave, and nothing else', () => {
    const value = authorizeParams.parse(readQuery(`${authorize}&max_age=5`))
    assert.deepEqual(authorizeParams.restore(JSON.parse(JSON.stringify(value))), value)
    assert.equal(authorizeParams.restore({ ...value, max_age: '5' }), null)
    assert.equal(authorizeParams.restore(undefined), null)
  })
})
