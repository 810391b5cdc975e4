/** A code from a closed list: one `enum`, which explains itself better than a union of literals. */
import { type TUnsafe, Type } from '@sinclair/typebox'

export function OneOf<const T extends readonly string[]>(...codes: T): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...codes] })
}
