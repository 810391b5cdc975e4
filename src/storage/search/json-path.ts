/** Pieces of jsonpath (PostgreSQL, The SQL/JSON Path Language). Values enter as JSON literals only, never as they are. */
import type { Literal, Step } from './search-path.ts'

export function toLiteral(value: Literal): string {
  return JSON.stringify(value)
}

function member(name: string): string {
  return `.${JSON.stringify(name)}`
}

/** Lax mode, the default, steps into arrays by itself. */
export function toJsonPath(steps: readonly Step[]): string {
  return steps.reduce((path, step) => {
    if (step.kind === 'member') return path + member(step.name)
    return `${path} ? (@${step.path.map(member).join('')} == ${toLiteral(step.equals)})`
  }, '$')
}

/** Characters that mean something in an XQuery regular expression, as `like_regex` reads it. */
const special = /[\\^$.|?*+()[\]{}]/

/** A pattern that matches the text whatever the case of its letters, in every locale of the database. */
export function toCaselessPattern(text: string): string {
  return [...text].map(toCaselessCharacter).join('')
}

function toCaselessCharacter(character: string): string {
  const variants = new Set([character, character.toLowerCase(), character.toUpperCase()])
  const single = [...variants].filter((variant) => [...variant].length === 1)
  if (single.length > 1) return `[${single.join('')}]`
  return special.test(character) ? `\\${character}` : character
}
