/** The subset of FHIRPath that search parameters are written in: `name.given`, `identifier.where(system='x').value`, `a | b`. */

export type PathLiteral = string | number | boolean

/** Narrows to the list entries whose field (a dotted path) equals a text, a number or a boolean. */
export interface PathFilter {
  readonly field: string
  readonly equals: PathLiteral
}

/** One element name, and what its entries must be like. */
export interface SearchStep {
  readonly name: string
  readonly where?: readonly PathFilter[]
}

/** Alternatives (`|`), each a list of steps from the resource down. */
export type SearchPath = readonly (readonly SearchStep[])[]

const maxPathLength = 500
const name = '[A-Za-z_][A-Za-z0-9_]{0,63}'
const stepPattern = new RegExp(`^\\s*(${name})\\s*`)
const literal = `(?:'((?:[^'\\\\]|\\\\['"\\\\/])*)'|(true|false)|(-?\\d{1,15}(?:\\.\\d{1,10})?))`
const filterPattern = new RegExp(
  `^\\.\\s*where\\(\\s*(${name}(?:\\.${name})*)\\s*=\\s*${literal}\\s*\\)\\s*(?=[.|]|$)`,
)

/** Throws an Error that says what is wrong; a leading type name (`Patient.name`) is taken and left out. */
export function parseSearchPath(path: string, type?: string): SearchPath {
  if (path.length > maxPathLength) throw new Error(`the path is longer than ${maxPathLength} characters`)
  const alternatives: SearchStep[][] = []
  for (let rest = path, isEnd = false; !isEnd; rest = rest.slice(1)) {
    const parsed = parseAlternative(rest, path)
    rest = parsed.rest
    isEnd = rest === ''
    if (!isEnd && rest[0] !== '|') throw unreadable(rest, path)
    alternatives.push(withoutType(parsed.steps, type))
  }
  return alternatives
}

function parseAlternative(text: string, path: string) {
  const steps: SearchStep[] = []
  for (let rest = text; ; rest = rest.slice(1)) {
    const match = stepPattern.exec(rest)
    if (match?.[1] === undefined) throw unreadable(rest, path)
    const parsed = parseFilters(rest.slice(match[0].length))
    steps.push({ name: match[1], ...(parsed.where.length === 0 ? {} : { where: parsed.where }) })
    rest = parsed.rest
    if (rest[0] !== '.') return { steps, rest }
  }
}

function parseFilters(text: string) {
  const where: PathFilter[] = []
  let rest = text
  for (let match = filterPattern.exec(rest); match !== null; match = filterPattern.exec(rest)) {
    const [all, field = '', string, boolean, number] = match
    const equals =
      string?.replace(/\\(.)/g, '$1') ?? (boolean === undefined ? Number(number) : boolean === 'true')
    where.push({ field, equals })
    rest = rest.slice(all.length)
  }
  return { where, rest }
}

function unreadable(rest: string, path: string): Error {
  const seen = rest.trim().slice(0, 40)
  return new Error(
    seen === ''
      ? `a path or one of its alternatives is empty or ends too early: \`${path}\``
      : `cannot read \`${seen}\` in the path \`${path}\``,
  )
}

/** FHIR's own parameters start with the type: `Patient.name`. */
function withoutType(steps: SearchStep[], type: string | undefined): SearchStep[] {
  const own = type !== undefined && steps[0]?.name === type ? steps.slice(1) : steps
  if (own.length === 0) throw new Error('a path or one of its alternatives is empty')
  return own
}
