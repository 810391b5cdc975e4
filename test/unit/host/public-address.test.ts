import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAddressCheck } from '../../../src/host/public-address.ts'

const isPublic = createAddressCheck([])

describe('addresses that may be called', () => {
  for (const address of [
    ...[
      '1.1.1.1',
      '100.63.255.255',
      '100.128.0.0',
      '172.15.0.1',
      '172.32.0.1',
      '192.167.1.1',
      '223.255.255.255',
    ],
    ...['2606:4700::1111', '2a00::1', '::ffff:1.1.1.1'],
  ]) {
    it(address, () => assert.equal(isPublic(address), true))
  }
})

describe('addresses that may not', () => {
  for (const address of [
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.0.0.1', '192.168.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:a00:1',
      '::ffff:169.254.169.254',
      '::7f00:1',
      '64:ff9b::a00:1',
    ],
    ...['64:ff9b:1::1', '100::1', 'fc00::1', 'fd12::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1'],
    ...['2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1', '4000::1'],
    ...['', 'localhost', '0x7f.1', '1.1.1', '1.1.1.1.1'],
  ]) {
    it(address === '' ? 'nothing' : address, () => assert.equal(isPublic(address), false))
  }
})

describe('ranges of the operator', () => {
  it('are allowed besides', () => {
    const isAllowed = createAddressCheck(['10.0.0.0/8', 'fd00::/8'])
    for (const address of ['10.1.1.1', '::ffff:10.1.1.1', 'fd00::1', '1.1.1.1'])
      assert.equal(isAllowed(address), true)
    for (const address of ['127.0.0.1', '::1', 'fe80::1']) assert.equal(isAllowed(address), false)
  })
})
