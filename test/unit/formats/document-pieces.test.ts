import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Pieces, putTogether, takeApart } from '../../../src/formats/document-pieces.ts'
import { parseJson, toJsonText } from '../../../src/formats/json-text.ts'
import type { JsonObject } from '../../../src/kernel/json.ts'

function sizesOf({ parts }: Pieces): number[] {
  return parts.flatMap((part) => (typeof part === 'string' ? [part.length] : sizesOf(part.pieces)))
}

describe('a document in pieces', () => {
  const row = '{"price":1.00,"list":[1,2.50,3e2],"text":"é\\n","none":null,"yes":true}'
  const rows = Array.from({ length: 5_000 }, () => row).join(',')
  const numbers = Array.from({ length: 30_000 }, (_, index) => `${index}.0`).join(',')
  const text = `{"a":1.0,"rows":[${rows}],"numbers":[${numbers}],"deep":{"in":{"rows":[[${rows}]],"b":2.0}},"long":"${'x'.repeat(200_000)}"}`

  it('is the same again, with the digits of its numbers', async () => {
    const pieces = structuredClone(takeApart(parseJson(text) as JsonObject))
    let pauses = 0
    const again = await putTogether(pieces, async () => void pauses++)
    assert.equal(toJsonText(again) === text, true)
    const sizes = sizesOf(pieces).sort((one, other) => other - one)
    assert.ok((sizes[0] ?? 0) < 210_000, 'only a long text is long')
    assert.ok((sizes[1] ?? 0) < 80_000, String(sizes[1]))
  })

  it('may be a list, and empty', async () => {
    for (const one of ['[]', '{}', '[1.0,[],{}]']) {
      assert.equal(toJsonText(await putTogether(takeApart(parseJson(one) as JsonObject))), one)
    }
  })
})
