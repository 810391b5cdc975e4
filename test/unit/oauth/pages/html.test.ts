/** The template tag: values stay text wherever they stand (HTML Living Standard §13.2.5). */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { attributes, dangerouslyTrustedHtml, type HtmlValue, html } from '../../../../src/oauth/pages/html.ts'
import { safeUrl } from '../../../../src/oauth/pages/safe-url.ts'

const hostile = `"><script>alert('&')</script>\r\n`
const harmless = '&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;&#13;&#10;'

describe('html: values that are escaped', () => {
  const cases: [string, string, string][] = [
    ['in text', html`<p>${hostile}</p>`.toString(), `<p>${harmless}</p>`],
    [
      'in a double-quoted attribute',
      html`<i title="a ${hostile}"></i>`.toString(),
      `<i title="a ${harmless}"></i>`,
    ],
    [
      'in a single-quoted attribute',
      html`<i title='${hostile}'></i>`.toString(),
      `<i title='${harmless}'></i>`,
    ],
    ['in a list', html`${['<', [html`<b>&amp;</b>`, '>']]}`.toString(), '&lt;<b>&amp;</b>&gt;'],
    [
      'by attributes()',
      html`<i ${attributes({ title: hostile })}></i>`.toString(),
      `<i title="${harmless}"></i>`,
    ],
    ['numbers and zero', html`<i>${0}</i>`.toString(), '<i>0</i>'],
    ['NUL and half a character', html`${'a\0b\uD800c'}`.toString(), 'a\uFFFDb\uFFFDc'],
    ['an object that looks like markup', html`${JSON.parse('["<b>"]')}`.toString(), '&lt;b&gt;'],
  ]
  for (const [name, actual, expected] of cases) it(name, () => assert.equal(actual, expected))

  it('markup is not escaped twice', () => {
    assert.equal(
      html`<p>${html`<b>${'&'}</b>`}${dangerouslyTrustedHtml('<hr>')}</p>`.toString(),
      '<p><b>&amp;</b><hr></p>',
    )
  })

  it('null, undefined and false are left out', () => {
    assert.equal(html`<p title="${null}">${undefined}${false}${null}</p>`.toString(), '<p title=""></p>')
  })

  it('a foreign object with a toString is text', () => {
    const posing = { toString: () => '<script>' } as unknown as HtmlValue
    assert.equal(html`${posing}`.toString(), '&lt;script&gt;')
  })
})

describe('html: attributes()', () => {
  const cases: [string, () => unknown][] = [
    ['with an event handler', () => attributes({ onclick: 'x' })],
    ['with a URL', () => attributes({ href: 'x' })],
    ['with a bad name', () => attributes({ 'a b': 'x' })],
  ]
  for (const [name, render] of cases) it(`${name} throws`, () => assert.throws(render, /^Error: html: /))
})

describe('html: URLs', () => {
  const refused = [
    ...['javascript:alert(1)', 'JavaScript:alert(1)', ' javascript:alert(1)', '\u0001javascript:alert(1)'],
    ...[
      'java\nscript:alert(1)',
      'java\tscript:alert(1)',
      '\u00A0javascript:alert(1)',
      'vbscript:x',
      'blob:x',
      ':x',
    ],
    ...[
      'data:text/html,<script>',
      'data:image/png;base64,AA',
      'file:///etc/passwd',
      'javascript&colon;:alert(1)',
    ],
  ]
  for (const url of refused) {
    it(`refused in href and action: ${JSON.stringify(url)}`, () => {
      assert.equal(html`<a href="${safeUrl(url)}">`.toString(), '<a href="about:invalid">')
      assert.equal(html`<form action='${safeUrl(url)}'>`.toString(), "<form action='about:invalid'>")
      assert.equal(
        html`<button formaction="${safeUrl(url)}">`.toString(),
        '<button formaction="about:invalid">',
      )
    })
  }
  for (const url of [
    'https://a.example/?x=1',
    'http://a',
    '/auth/login',
    '?a=b',
    '#c',
    'mailto:a@b.example',
    'a/b:c',
  ]) {
    it(`taken: ${url}`, () => assert.equal(html`<a href="${safeUrl(url)}">`.toString(), `<a href="${url}">`))
  }
  it('an image may stand in src, another document may not', () => {
    assert.match(
      html`<img src="${safeUrl('data:image/png;base64,AA', 'src')}">`.toString(),
      /src="data:image/,
    )
    assert.match(
      html`<img src="${safeUrl('data:text/html;base64,AA', 'src')}">`.toString(),
      /src="about:invalid"/,
    )
  })
  it('behind a slash a value is escaped only', () => {
    assert.equal(html`<a href="/x?y=${'a:"b'}">`.toString(), '<a href="/x?y=a:&quot;b">')
  })
})
