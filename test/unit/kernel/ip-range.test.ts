import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isInRange, parseIpAddress, parseIpRange } from '../../../src/kernel/ip-range.ts'

describe('parseIpRange', () => {
  for (const text of [
    '10.0.0.0/8',
    '192.0.2.7',
    '0.0.0.0/0',
    '::1',
    '::/0',
    'fd00::/8',
    '2001:db8::1:0',
    '::ffff:192.0.2.1',
    '1:2:3:4:5:6:7:8',
  ]) {
    it(`takes ${text}`, () => assert.notEqual(parseIpRange(text), null))
  }
  for (const text of [
    '',
    '10.0.0.0/33',
    '10.0.0.1/8',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '1.2.3.4.5',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    'g::1',
    '::1/129',
    '::1/',
    '::1/64',
    '::1/ 128',
    '1.2.3.4:80',
    '12345::',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => assert.equal(parseIpRange(text), null))
  }
})

describe('isInRange', () => {
  const cases: [address: string, range: string, expected: boolean][] = [
    ['10.255.0.1', '10.0.0.0/8', true],
    ['11.0.0.1', '10.0.0.0/8', false],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.8', '192.0.2.7', false],
    ['1.2.3.4', '0.0.0.0/0', true],
    ['::1', '0.0.0.0/0', false],
    ['fd12::1', 'fd00::/8', true],
    ['fe80::1%eth0', 'fe80::/10', true],
    ['fec0::1', 'fe80::/10', false],
  ]
  for (const [address, range, expected] of cases) {
    it(`${address} ${expected ? 'in' : 'not in'} ${range}`, () => {
      const number = parseIpAddress(address)
      const parsed = parseIpRange(range)
      assert.ok(number !== null && parsed !== null)
      assert.equal(isInRange(number, parsed), expected)
    })
  }
})
