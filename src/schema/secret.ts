/** A write-only value: hashed when it is written, never returned, searched or shown. */
import { type StringOptions, type TString, Type } from '@sinclair/typebox'

const defaultMaxLength = 1024

/** `maxLength` bounds what is given to the hash function; 1024 characters unless said otherwise. */
export function Secret(options: StringOptions = {}): TString {
  return Type.String({ minLength: 1, maxLength: defaultMaxLength, ...options, 'x-secret': true })
}
