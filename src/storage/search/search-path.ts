/**
 * The FHIRPath subset of search parameters (FHIRPath N1, path selection and `where`): `a.b`, `a.where(x='y').c`, `a | b`,
 * with or without the type's name in front. Parsed at the start, so that a path nobody understands stops it.
 */

export type Literal = string | boolean | number

export type Step =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'where'; readonly path: readonly string[]; readonly equals: Literal }

/** The alternatives of a path, each a list of steps. */
export type SearchPath = readonly (readonly Step[])[]

const longestPath = 500
const longestRest = /^\s*$/

const memberPattern = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?=[.|]|$)/
const wherePattern =
  /^\s*where\(\s*([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(?:'((?:[^'\\]|\\['"\\/])*)'|(true|false)|(-?\d{1,15}(?:\.\d{1,10})?))\s*\)\s*(?=[.|]|$)/

/** Throws an Error that names the path. */
export function parseSearchPath(type: string, path: string): SearchPath {
  const fail = (why: string): never => {
    throw new Error(
      `Search path of ${type} not understood: ${JSON.stringify(path.slice(0, longestPath))}: ${why}`,
    )
  }
  if (path.length > longestPath) fail(`longer than ${longestPath} characters`)
  const alternatives: Step[][] = []
  let steps: Step[] = []
  let rest = path
  for (;;) {
    const step = parseStep(rest, steps.length)
    if (step === null) return fail(`unexpected ${JSON.stringify(rest.trim().slice(0, 40) || 'end')}`)
    rest = rest.slice(step.length)
    steps.push(step.step)
    const separator = rest[0]
    if (separator === undefined || separator === '|') {
      alternatives.push(withoutType(type, steps))
      steps = []
    }
    if (separator === undefined) break
    rest = rest.slice(1)
    if (longestRest.test(rest)) return fail(`nothing after ${JSON.stringify(separator)}`)
  }
  if (alternatives.some((steps) => steps.length === 0)) fail('names no field')
  return alternatives
}

function parseStep(text: string, position: number): { readonly step: Step; readonly length: number } | null {
  const member = memberPattern.exec(text)
  if (member !== null)
    return { step: { kind: 'member', name: member[1] as string }, length: member[0].length }
  const where = position === 0 ? null : wherePattern.exec(text)
  if (where === null) return null
  const [matched, path, string, boolean, number] = where
  if ((path as string).split('.').includes('')) return null
  const equals =
    string !== undefined
      ? string.replace(/\\(.)/g, '$1')
      : boolean !== undefined
        ? boolean === 'true'
        : Number(number)
  return { step: { kind: 'where', path: (path as string).split('.'), equals }, length: matched.length }
}

/** FHIR's own parameters start with the type: `Patient.name`. */
function withoutType(type: string, steps: readonly Step[]): Step[] {
  const [first, ...others] = steps
  return first?.kind === 'member' && first.name === type ? others : [...steps]
}
