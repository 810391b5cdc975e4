/** Reads the `html` templates of a source file, and says which of their holes stand where escaping does not make a value safe. */
import { type HoleContext, scanHoles } from './html-context.ts'

export interface Template {
  readonly literals: readonly string[]
  readonly expressions: readonly string[]
}

/** All templates with the tag, those within expressions included. Good enough for code that Biome has formatted. */
export function findTemplates(source: string): readonly Template[] {
  const found: Template[] = []
  for (let at = 0; at < source.length; ) at = skipToken(source, at, found)
  return found
}

/** Index behind a comment, a string, a template, or one character. */
function skipToken(source: string, at: number, found: Template[]): number {
  if (source[at] === '`') return readTemplate(source, at, found)
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/(?![\s/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n[])+\/[gimsuy]*/y
  token.lastIndex = at
  return token.test(source) ? token.lastIndex : at + 1
}

function readTemplate(source: string, start: number, found: Template[]): number {
  const literals: string[] = []
  const expressions: string[] = []
  let [at, literalStart] = [start + 1, start + 1]
  while (source[at] !== '`') {
    if (at >= source.length) throw new Error('a template without its end')
    if (source[at] === '\\') at += 2
    else if (source.startsWith('${', at)) {
      literals.push(source.slice(literalStart, at))
      const end = endOfExpression(source, at + 2, found)
      expressions.push(source.slice(at + 2, end).trim())
      at = literalStart = end + 1
    } else at += 1
  }
  literals.push(source.slice(literalStart, at))
  if (/(?<![\w$])html$/.test(source.slice(0, start))) found.push({ literals, expressions })
  return at + 1
}

function endOfExpression(source: string, start: number, found: Template[]): number {
  let at = start
  for (let depth = 0; depth > 0 || source[at] !== '}'; ) {
    if (at >= source.length) throw new Error('an expression without its end')
    if (source[at] === '{') depth += 1
    if (source[at] === '}') depth -= 1
    at = skipToken(source, at, found)
  }
  return at
}

/** What is wrong with a template; null when every value in it is text, or stands in quotes where it can do no harm. */
export function findHoleProblem({ literals, expressions }: Template, source: string): string | null {
  try {
    const contexts = scanHoles(literals)
    for (const [index, expression] of expressions.entries())
      checkExpression(contexts[index], expression, source)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

function checkExpression(context: HoleContext | undefined, expression: string, source: string): void {
  const isAttributes = areAttributes(expression, source)
  if (isAttributes !== (context?.kind === 'attributes')) {
    throw new Error(`html: only attributes() may stand between attributes, and nowhere else: ${expression}`)
  }
  if (context?.kind === 'text' || isAttributes) return
  if (/html`|dangerously|\brender[A-Z]/.test(expression)) {
    throw new Error(`html: only text may stand in an attribute: ${expression}`)
  }
  if (context?.kind === 'url' && !/^safeUrl\([^()]+\)$/.test(expression)) {
    throw new Error(`html: a URL goes through safeUrl(): ${expression}`)
  }
}

/** `attributes(…)` itself, or a constant of the file that was made by it. */
function areAttributes(expression: string, source: string): boolean {
  if (expression.startsWith('attributes(')) return true
  return /^\w+$/.test(expression) && new RegExp(`const ${expression} = attributes\\(`).test(source)
}
