import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseTarget } from '../../../src/http/request/target.ts'
import { AppError } from '../../../src/kernel/errors.ts'

const base = 'http://localhost'

describe('parseTarget: one spelling', () => {
  const spellings: readonly (readonly [raw: string, path: string, isCanonical: boolean])[] = [
    ['/Patient/x', '/Patient/x', true],
    ['/Patient/x?_format=json', '/Patient/x', true],
    ['/P%61tient/x', '/Patient/x', false],
    ['/Patient/%78', '/Patient/x', false],
    ['/Patient/', '/Patient', false],
    ['/', '/', false],
    ['/.well-known/x', '/.well-known/x', true],
    ['/$matcho', '/$matcho', true],
    ['/%24matcho', '/$matcho', false],
    ['/a/..b', '/a/..b', true],
    ['/a%20b', '/a b', false],
    ['/%C3%BC', '/ü', false],
    ['/ü', '/ü', false],
    ['/a%2525', '/a%25', false],
  ]
  for (const [raw, path, isCanonical] of spellings) {
    it(`${raw} is ${path}`, () => {
      const target = parseTarget(base + raw)
      assert.deepEqual({ path: target.path, isCanonical: target.isCanonical }, { path, isCanonical })
      assert.equal(`/${target.segments.join('/')}`, path)
    })
  }

  const refused = [
    '//a',
    '/a//b',
    '/a//',
    '/./a',
    '/a/..',
    '/a/../b',
    '/%2e%2e/b',
    '/a/%2E/b',
    '/a%2fb',
    '/a%2Fb',
    '/a\\b',
    '/a%5cb',
    '/a%',
    '/a%zz',
    '/a%ff',
    '/a%00',
    '/a%0a',
    '/a%7f',
    '/a%c2%80',
    '/a#b',
    '/a?x#y',
    `/${'a'.repeat(2048)}`,
    `/a?${'x'.repeat(8193)}`,
  ]
  for (const raw of refused) {
    it(`refuses ${raw.slice(0, 30)}`, () => {
      assert.throws(
        () => parseTarget(base + raw),
        (error) => error instanceof AppError && error.category === 'invalid',
      )
    })
  }

  it('takes the longest path and query', () => {
    assert.equal(parseTarget(`${base}/${'a'.repeat(2047)}?${'x'.repeat(8192)}`).queryString?.length, 8192)
  })

  const hosts: readonly (readonly [url: string, path: string])[] = [
    ['http://h/P/1', '/P/1'],
    ['http://a/P/1?x', '/P/1'],
    ['http://abcd/P/1', '/P/1'],
    ['/P/1?x', '/P/1'],
    ['https://h/P/1', '/P/1'],
  ]
  for (const [url, path] of hosts)
    it(`finds the path of ${url}`, () => assert.equal(parseTarget(url).path, path))
  it('does not let the router read URLs whose host is too short for it', () => {
    assert.equal(parseTarget('http://abc/P/1').isCanonical, false)
    assert.equal(parseTarget('/P/1').isCanonical, false)
    assert.equal(parseTarget('http://abcd/P/1').isCanonical, true)
  })
})
