/** The regular expressions of JSON Schemas in policies run in linear time, as those of matcho do. */
import { compileLinearRegex, type LinearRegex } from '../matcho/linear-regex.ts'

function compileOrThrow(source: string): LinearRegex {
  const regex = compileLinearRegex(source)
  if (typeof regex === 'string') throw new Error(regex)
  return regex
}

/** `code` is what Ajv would write into a stand-alone module, which we never ask for. */
export const schemaRegExp = Object.assign((source: string, _flags: string) => compileOrThrow(source), {
  code: 'undefined',
})
