import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseForm } from '../../../../src/oauth/params/sent-params.ts'
import { createChoices } from '../../../support/random-choices.ts'

const pieces = [
  ...[
    'a',
    'b=',
    '=',
    '&',
    '&&',
    '?',
    '+',
    '%',
    '%2',
    '%20',
    '%26',
    '%3D',
    '%2B',
    '%C3%A9',
    '%C3',
    '%FF',
    '%00',
  ],
  ...[
    'é',
    '\u{1f600}',
    '\ufeff',
    '%EF%BB%BF',
    ';',
    ' ',
    '\r\n',
    '#',
    'client_id=web',
    '__proto__=1',
    'x=y=z',
  ],
]

describe('parseForm', () => {
  it('reads what URLSearchParams reads', () => {
    const { several } = createChoices(7)
    for (let run = 0; run < 3000; run++) {
      const text = several(pieces, 8).join('')
      assert.deepEqual([...parseForm(text)], [...new URLSearchParams(text)], JSON.stringify(text))
    }
  })
})
