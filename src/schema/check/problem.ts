/** What is wrong with a definition, and where in it. */

export type Path = readonly (string | number)[]

export interface Problem {
  /** From the definition down, such as `['schema', 'properties', 'beds', 'type']`; empty: the whole. */
  readonly path: Path
  readonly message: string
}

export function problemAt(path: Path, message: string): Problem {
  return { path, message }
}

/** With its place in words. */
export function describeProblem({ path, message }: Problem, place = ''): string {
  const where = `${path.join('.')}${place === '' ? '' : ` (${place})`}`
  return path.length === 0 ? message : `${where}: ${message}`
}
