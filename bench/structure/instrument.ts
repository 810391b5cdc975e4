/** Loads the sources of a checkout so that each function says when it is entered. For `structure.ts`, in a process of its own. */
import { type AnyNode, parse } from 'acorn'
import { plugin } from 'bun'

/** File below `src` of every function entered since the last reset, in order. */
export const entered: string[] = []
;(globalThis as { __entered?: (file: string) => void }).__entered = (file) => void entered.push(file)

const transpiler = new Bun.Transpiler({ loader: 'ts' })

/** `root`: absolute path of the checkout. */
export function instrument(root: string): void {
  const source = `${root}/src/`
  plugin({
    name: 'function entries',
    setup(build) {
      build.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        const contents = transpiler.transformSync(await Bun.file(path).text())
        if (!path.startsWith(source)) return { contents, loader: 'js' }
        return {
          contents: withEntries(contents, path.slice(source.length)),
          loader: 'js',
        }
      })
    },
  })
}

interface Edit {
  readonly at: number
  readonly text: string
}

function withEntries(code: string, file: string): string {
  const edits: Edit[] = []
  const call = `__entered(${JSON.stringify(file)})`
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    if (node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') {
      edits.push({ at: node.body.start + 1, text: `${call};` })
    } else if (node.type === 'ArrowFunctionExpression') {
      if (node.body.type === 'BlockStatement') edits.push({ at: node.body.start + 1, text: `${call};` })
      else edits.push({ at: node.body.start, text: `(${call},` }, { at: node.body.end, text: ')' })
    }
  })
  return applyEdits(code, edits)
}

/** An object literal as the body of an arrow function stands in brackets of its own, which are not part of its node. */
function applyEdits(code: string, edits: readonly Edit[]): string {
  let text = code
  for (const { at, text: added } of [...edits].sort((one, other) => other.at - one.at)) {
    text = text.slice(0, at) + added + text.slice(at)
  }
  return text
}

function visit(node: AnyNode, see: (node: AnyNode) => void): void {
  see(node)
  for (const value of Object.values(node)) {
    for (const child of [value].flat()) if (isNode(child)) visit(child, see)
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}
