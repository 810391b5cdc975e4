/** Every `$operator` of matcho, by its name. */
import type { CompileOperator } from './matcher.ts'
import { compileContains } from './operators/contains.ts'
import { compileEnum } from './operators/enum.ts'
import { compileEvery } from './operators/every.ts'
import { compileLength } from './operators/length.ts'
import { compileNot } from './operators/not.ts'
import { compileOneOf } from './operators/one-of.ts'
import { compilePresentAll } from './operators/present-all.ts'
import { compileReference } from './operators/reference.ts'

export const operators: ReadonlyMap<string, CompileOperator> = new Map([
  ['$enum', compileEnum],
  ['$one-of', compileOneOf],
  ['$not', compileNot],
  ['$contains', compileContains],
  ['$every', compileEvery],
  ['$present-all', compilePresentAll],
  ['$length', compileLength],
  ['$reference', compileReference],
])
