import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createRecognisePeer } from '../../../src/http/request/peer.ts'

const proxy = '10.0.0.1'

function recognise(peer: string, headers: Record<string, string>, trusted: string[] = ['10.0.0.0/8', '::1']) {
  const request = new Request('http://localhost/x', { headers })
  return createRecognisePeer(trusted, 'http://localhost')(peer, request)
}

describe('createRecognisePeer', () => {
  type Case = readonly [name: string, headers: Record<string, string>, address: string, scheme: string]
  const believed: readonly Case[] = [
    ['nothing said', {}, proxy, 'http'],
    ['one hop', { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https' }, '203.0.113.5', 'https'],
    ['a hop that the client made up', { 'x-forwarded-for': '127.0.0.1, 203.0.113.5' }, '203.0.113.5', 'http'],
    ['two proxies', { 'x-forwarded-for': '203.0.113.5, 10.9.9.9' }, '203.0.113.5', 'http'],
    ['only proxies', { 'x-forwarded-for': '10.1.1.1, 10.9.9.9' }, '10.1.1.1', 'http'],
    ['a port', { 'x-forwarded-for': '203.0.113.5:4711' }, '203.0.113.5', 'http'],
    ['Forwarded', { forwarded: 'for="[2001:db8::1]:4711";proto=https' }, '2001:db8::1', 'https'],
    [
      'Forwarded, two hops',
      { forwarded: 'for=1.2.3.4, For=203.0.113.5;Proto=HTTPS, for=10.2.2.2' },
      '203.0.113.5',
      'https',
    ],
    [
      'a scheme that is none',
      { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'javascript' },
      '203.0.113.5',
      'http',
    ],
  ]
  for (const [name, headers, address, scheme] of believed) {
    it(`believes a trusted proxy: ${name}`, () => {
      assert.deepEqual(recognise(proxy, headers), { address, scheme, isProxied: true })
    })
    it(`believes nobody else: ${name}`, () => {
      const told = { address: '203.0.113.99', scheme: 'http', isProxied: false }
      assert.deepEqual(recognise('203.0.113.99', headers), told)
    })
  }
  it('trusts nobody by default', () => {
    assert.equal(recognise(proxy, { 'x-forwarded-for': '1.2.3.4' }, []).address, proxy)
  })
  it('takes the scheme of the public URL', () => {
    const peer = createRecognisePeer([], 'https://x.example')('1.2.3.4', new Request('http://localhost/'))
    assert.equal(peer.scheme, 'https')
  })
  it('refuses ranges that are none', () =>
    assert.throws(() => createRecognisePeer(['10.0.0.0/99'], 'http://x')))
})
