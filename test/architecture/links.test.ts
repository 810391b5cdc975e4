import assert from 'node:assert/strict'
import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { readProjectFiles } from './project-files.ts'

const link = /\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]*))?\)/g

/** As GitHub makes the anchor of a heading. */
const toAnchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

async function problemOf(page: string, target: string, anchor: string | undefined) {
  const path = target === '' ? page : join(dirname(page), target)
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (!isThere) return `${page}: ${target} is not there`
  if (anchor === undefined || !path.endsWith('.md')) return undefined
  const headings = [...(await readFile(path, 'utf8')).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
    toAnchor(text),
  )
  return headings.includes(anchor) ? undefined : `${page}: ${path} has no heading #${anchor}`
}

describe('links between documents', () => {
  it('lead to files and headings that are there', async () => {
    const pages = [
      ...(await readProjectFiles('docs', /\.md$/)),
      ...(await readProjectFiles('examples', /\.md$/)),
      { path: 'README.md', text: await readFile('README.md', 'utf8') },
    ]
    const found = pages.flatMap(({ path, text }) =>
      [...text.matchAll(link)].map(([, target = '', anchor]) => problemOf(path, target, anchor)),
    )
    assert.ok(found.length > 20)
    assert.deepEqual((await Promise.all(found)).filter(Boolean), [])
  })
})
