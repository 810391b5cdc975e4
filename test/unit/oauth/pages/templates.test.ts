/** All `html` templates of the source: each value stands as text, or in a quoted attribute where it can do no harm. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readProjectFiles } from '../../../architecture/project-files.ts'
import { findHoleProblem, findTemplates } from './template-holes.ts'

const problemOf = (source: string) => {
  const templates = findTemplates(source)
  assert.ok(templates.length > 0, source)
  return (
    templates.map((template) => findHoleProblem(template, source)).find((problem) => problem !== null) ?? null
  )
}

/** Of a template in which `#{value}` stands for a hole. */
const problemIn = (template: string) => problemOf(`html\`${template.replaceAll('#{', '$' + '{')}\``)

describe('the templates of the pages', () => {
  it('have their values only where escaping makes them safe', async () => {
    const files = (await readProjectFiles('src')).filter(({ text }) => text.includes('html`'))
    const counted = files.map(({ path, text }) => ({ path, text, templates: findTemplates(text) }))
    assert.ok(counted.length >= 10)
    for (const { path, text, templates } of counted) {
      assert.equal(templates.length, text.match(/html`/g)?.length, `${path}: all are found`)
      for (const template of templates) assert.equal(findHoleProblem(template, text), null, path)
    }
  })

  it('are made by the one tag', async () => {
    const files = await readProjectFiles('src')
    const own = files.filter(({ text }) => /\bhtml\b[^'\n]*from '[^']+'/.test(text))
    for (const { path, text } of own) assert.match(text, /from '(?:\.{1,2}\/)+(?:\w+\/)*html\.ts'/, path)
    const trusting = files.filter(({ text }) => /dangerouslyTrustedHtml\(/.test(text)).map(({ path }) => path)
    const known = ['form-post-page', 'html', 'layout', 'logo', 'show-password'].map(
      (name) => `src/oauth/pages/${name}.ts`,
    )
    assert.deepEqual(trusting.sort(), known)
  })
})

describe('the reading of templates', () => {
  it('finds all that stand within others, and passes over texts and comments', () => {
    const source = `
      // html\`no\`
      const a = 'html\`no\`' + /[\`'"]/.source
      const b = html\`<p>\${x && html\`<b>\${{ y: \`\${z}\` }.y}</b>\`}\${list.map((one) => html\`\${one}\`)}</p>\``
    assert.deepEqual(
      findTemplates(source).map(({ literals }) => literals.join('|')),
      ['<b>|</b>', '|', '<p>||</p>'],
    )
  })

  const refused: readonly (readonly [string, string])[] = [
    ['an unquoted attribute', '<i title=#{value}></i>'],
    ['behind an unquoted start', '<i title=a#{value}></i>'],
    ['a tag name', '<#{value}>'],
    ['an attribute name', '<i a#{value}="x"></i>'],
    ['between attributes', '<i #{value}></i>'],
    ['an event handler', '<i onclick="#{value}"></i>'],
    ['an event handler in capitals', "<i ONCLICK = '#{value}'></i>"],
    ['a style attribute', '<i style="color:#{value}"></i>'],
    ['srcdoc', '<iframe srcdoc="#{value}"></iframe>'],
    ['a script', '<script>let a = "#{value}"</script>'],
    ['a style sheet', '<style>a{color:#{value}}</style>'],
    ['a comment', '<!-- #{value} -->'],
    ['a scheme put together', '<a href="#{safeUrl(one)}#{two}">x</a>'],
    ['a scheme behind text', '<a href="java#{safeUrl(one)}">x</a>'],
    ['a URL as it came', '<a href="#{value}">x</a>'],
    ['a URL in capitals', '<form ACTION="#{value}"></form>'],
    ['a URL of which a part is checked', '<a href="#{safeUrl(one) + two}">x</a>'],
    ['markup in an attribute', '<i title="#{html`<b>`}"></i>'],
    ['attributes in text', '<p>#{attributes({ hidden: true })}</p>'],
    ['attributes in an attribute', '<p title="#{attributes({ hidden: true })}"></p>'],
    ['a template cut off in a tag', '<i title="#{value}'],
  ]
  for (const [name, template] of refused) {
    it(`refuses ${name}`, () => assert.match(problemIn(template) ?? '', /^html: /))
  }

  const taken: readonly (readonly [string, string])[] = [
    [
      'behind a comment, a script and a style sheet',
      '<!-- a > b --><script>1 < 2</script><STYLE>a{}</STYLE><p>#{x}</p>',
    ],
    ['text and quoted attributes', `<p title="a #{x}" lang='#{y}'>#{z}</p>`],
    ['attributes()', '<p #{attributes({ hidden: true })}></p>'],
    ['URLs that are checked', '<a href="#{safeUrl(link.url)}">x</a>'],
    ['a value behind a slash', '<a href="/x?y=#{value}">x</a>'],
  ]
  for (const [name, template] of taken) {
    it(`takes ${name}`, () => assert.equal(problemIn(template), null))
  }
})
