/** What a setting is: declared once, it is read, explained in `--help` and listed in the README from here. */

export interface Setting<Value> {
  readonly name: string
  /** What is allowed, in words that end the sentence "must be …". */
  readonly allowed: string
  /** What holds when the variable is not set, in words. */
  readonly fallbackText: string
  readonly sentence: string
  /** The value may not be shown, not even in the message about a bad one. */
  readonly isSecret?: boolean
  /** The value of a text that is not empty; undefined when it is not allowed. */
  readonly parse: (text: string) => Value | undefined
  readonly fallback: Value
}

/** Infers the type of the value. */
export function setting<Value>(definition: Setting<Value>): Setting<Value> {
  return definition
}
