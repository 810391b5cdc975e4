/** Finds the place in HTML of each hole of a template, and refuses one where no escaping makes a value safe. */
import { isCode } from '../../../../src/oauth/pages/html.ts'
import { urlAttributes } from '../../../../src/oauth/pages/safe-url.ts'

/** `attributes`: between the attributes of a tag. `url`: the start of an attribute that a browser follows. */
export type HoleContext =
  | { readonly kind: 'text' | 'attribute' | 'attributes' }
  | { readonly kind: 'url'; readonly attribute: string }

type State =
  | 'text'
  | 'comment'
  | 'raw'
  | 'tag-name'
  | 'tag'
  | 'attribute-name'
  | 'before-value'
  | 'bare'
  | '"'
  | "'"

interface Scan {
  state: State
  tag: string
  attribute: string
  /** What the literals said of the current attribute's value so far; a hole counts as U+0000. */
  value: string
}

/** The context of the hole behind each literal but the last. Throws for a hole that can never be safe. */
export function scanHoles(literals: readonly string[]): HoleContext[] {
  const scan: Scan = { state: 'text', tag: '', attribute: '', value: '' }
  const contexts: HoleContext[] = []
  literals.forEach((literal, index) => {
    for (let at = 0; at < literal.length; at++) step(scan, literal, at)
    if (index < literals.length - 1) contexts.push(toContext(scan))
    scan.value += '\0'
  })
  if (scan.state !== 'text') throw new Error(`html: the template ends inside a tag (${scan.state})`)
  return contexts
}

function step(scan: Scan, literal: string, at: number): void {
  const character = literal[at] ?? ''
  if (scan.state === 'text') stepText(scan, literal, at)
  else if (scan.state === 'comment') scan.state = literal.startsWith('-->', at - 2) ? 'text' : 'comment'
  else if (scan.state === 'raw') stepRaw(scan, literal, at)
  else if (scan.state === '"' || scan.state === "'") stepValue(scan, character)
  else stepTag(scan, character)
}

function stepText(scan: Scan, literal: string, at: number): void {
  if (literal.startsWith('<!--', at)) scan.state = 'comment'
  // A `<` that a hole follows counts as a tag too: the value would become its name.
  else if (/^<(?:[a-z/!]|$)/i.test(literal.slice(at, at + 2)))
    Object.assign(scan, { state: 'tag-name', tag: '' })
}

function stepRaw(scan: Scan, literal: string, at: number): void {
  const ends = literal.slice(at).toLowerCase().startsWith(`</${scan.tag}`)
  if (ends) Object.assign(scan, { state: 'tag-name', tag: '' })
}

function stepValue(scan: Scan, character: string): void {
  if (character === scan.state) scan.state = 'tag'
  else scan.value += character
}

function stepTag(scan: Scan, character: string): void {
  const isSpace = /\s/.test(character)
  if (character === '>') scan.state = scan.tag === 'script' || scan.tag === 'style' ? 'raw' : 'text'
  else if (scan.state === 'tag-name') {
    if (isSpace) scan.state = 'tag'
    else scan.tag += character.toLowerCase()
  } else if (scan.state === 'before-value') {
    if (character === '"' || character === "'") Object.assign(scan, { state: character, value: '' })
    else if (!isSpace) scan.state = 'bare'
  } else if (character === '=' && scan.state === 'attribute-name') scan.state = 'before-value'
  else if (isSpace) scan.state = 'tag'
  else if (scan.state === 'tag')
    Object.assign(scan, { state: 'attribute-name', attribute: character.toLowerCase() })
  else if (scan.state === 'attribute-name') scan.attribute += character.toLowerCase()
}

function toContext(scan: Scan): HoleContext {
  if (scan.state === 'text') return { kind: 'text' }
  if (scan.state === 'tag') return { kind: 'attributes' }
  if (scan.state !== '"' && scan.state !== "'")
    throw new Error(`html: no value may stand here (${scan.state})`)
  const name = scan.attribute
  if (isCode(name)) throw new Error(`html: no value may stand in ${name}`)
  if (!urlAttributes.has(name)) return { kind: 'attribute' }
  if (scan.value === '') return { kind: 'url', attribute: name }
  // Behind a slash, question mark or hash a value can no longer change the scheme.
  if (/[/?#]/.test(scan.value)) return { kind: 'attribute' }
  throw new Error(`html: a value in ${name} could become its scheme`)
}
