import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { negotiate } from '../../../src/formats/negotiate.ts'
import { AppError } from '../../../src/kernel/errors.ts'

type Case = readonly [
  accept: string | null,
  format: string | undefined,
  body: 'json' | 'yaml' | undefined,
  type: string,
]

describe('negotiate', () => {
  const cases: readonly Case[] = [
    [null, undefined, undefined, 'application/json'],
    ['*/*', undefined, undefined, 'application/json'],
    ['', undefined, 'json', 'application/json'],
    [null, undefined, 'yaml', 'text/yaml'],
    ['*/*', undefined, 'yaml', 'text/yaml'],
    ['*/*;q=0.8', undefined, 'yaml', 'text/yaml'],
    ['application/json', undefined, 'yaml', 'application/json'],
    ['application/fhir+json', undefined, undefined, 'application/fhir+json'],
    ['APPLICATION/FHIR+JSON; charset=utf-8', undefined, undefined, 'application/fhir+json'],
    ['text/yaml', undefined, 'json', 'text/yaml'],
    ['application/x-yaml', undefined, undefined, 'application/x-yaml'],
    ['application/json;q=0.5, text/yaml', undefined, undefined, 'text/yaml'],
    ['application/json;q=0.5, text/yaml;q=0.4', undefined, undefined, 'application/json'],
    ['text/yaml, application/json', undefined, undefined, 'text/yaml'],
    ['text/html, application/xhtml+xml, */*;q=0.8', undefined, undefined, 'application/json'],
    ['text/*', undefined, undefined, 'text/yaml'],
    ['application/*', undefined, undefined, 'application/json'],
    ['application/json;q=0, */*', undefined, undefined, 'application/fhir+json'],
    ['application/json;q=0, application/fhir+json;q=0, */*', undefined, undefined, 'text/yaml'],
    ['text/html', 'json', undefined, 'application/json'],
    ['application/json', 'yaml', undefined, 'text/yaml'],
    [null, 'application/fhir+json', undefined, 'application/fhir+json'],
    [null, 'application/fhir json', undefined, 'application/fhir+json'],
    [null, 'application/yaml', undefined, 'application/yaml'],
  ]
  for (const [accept, format, body, type] of cases) {
    it(`Accept ${accept}, _format ${format}, body ${body}: ${type}`, () => {
      assert.equal(negotiate(accept, format, body), type)
    })
  }

  const refused: readonly (readonly [string | null, string | undefined])[] = [
    ['text/html', undefined],
    ['application/xml, application/fhir+xml', undefined],
    ['application/json;q=0', undefined],
    ['application/json;q=x', undefined],
    ['*/*;q=0', undefined],
    ['application/json', 'xml'],
    [null, ''],
  ]
  for (const [accept, format] of refused) {
    it(`Accept ${accept}, _format ${format}: 406`, () => {
      assert.throws(
        () => negotiate(accept, format, undefined),
        (error) =>
          error instanceof AppError &&
          error.category === 'no-common-format' &&
          /text\/yaml/.test(error.message),
      )
    })
  }
})
