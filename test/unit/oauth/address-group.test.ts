import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toAddressGroup } from '../../../src/oauth/throttle/address-group.ts'

describe('whom an address stands for', () => {
  for (const [address, name, network] of [
    ['203.0.113.7', '203.0.113.7', undefined],
    ['::ffff:203.0.113.7', '203.0.113.7', undefined],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0:0::/64', '2001:db8:0::/48'],
    ['', '', undefined],
    ['not an address', 'not an address', undefined],
  ] as const) {
    it(address, () => {
      assert.deepEqual(toAddressGroup(address), { name, network })
    })
  }
})
