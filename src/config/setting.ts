/** What a setting is: declared once, it is read, explained in `--help` and listed in the README from here. */

export interface Setting<Value> {
  /** Of the environment variable. */
  readonly name: string
  /** What is allowed, in words that end the sentence "must be …". */
  readonly allowed: string
  /** What holds when the variable is not set, in words. */
  readonly fallbackText: string
  readonly sentence: string
  /** The value may not be shown, not even in the message about a bad one. */
  readonly isSecret?: boolean
  /** Of a switch: what it opens, for those who start a server with it `on`. Ends the sentence "… is on:". */
  readonly risk?: string
  /** Of a secret: with fewer characters it is taken, and the operator is told that it is easy to guess. */
  readonly weakBelow?: number
  /** The value names something that has to be there: a folder, or a file or a folder. */
  readonly mustBe?: 'folder' | 'file-or-folder'
  /** The value of a text that is not empty; undefined when it is not allowed. */
  readonly parse: (text: string) => Value | undefined
  readonly fallback: Value
}

/** The settings of one part of the server, by the names that its code calls them. */
export type Settings = Readonly<Record<string, Setting<unknown>>>

export type ValuesOf<S extends Settings> = {
  readonly [Key in keyof S]: S[Key] extends Setting<infer Value> ? Value : never
}

/** A part that declares settings of its own, such as a plug-in. */
export interface SettingsOwner {
  readonly name: string
  readonly settings?: Settings
}

/** Infers the type of the value. */
export function setting<Value>(definition: Setting<Value>): Setting<Value> {
  return definition
}

/** By the owner's name and by key. What they are only the owner's declaration says. */
export type ValuesOfOwners = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export type ReadOwner = (owner: SettingsOwner) => Readonly<Record<string, unknown>>

export interface OwnerSettings {
  readonly ofOwner: ValuesOfOwners
  readonly readOwner: ReadOwner
}

/** The values of an owner, read now when the configuration was read without it. Throws ConfigError. */
export function valuesOf<S extends Settings>(
  config: OwnerSettings,
  owner: { readonly name: string; readonly settings?: S },
): ValuesOf<S> {
  const values = config.ofOwner[owner.name] ?? config.readOwner(owner)
  // The declaration of the same owner made these values.
  return values as ValuesOf<S>
}
