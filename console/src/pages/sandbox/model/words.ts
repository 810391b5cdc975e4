import type en from '../texts/en.ts'

/** The middle words of the keys of the texts: `code` of `grant.code.title`. */
export type WordKey<Head extends string, Tail extends string> = keyof typeof en extends infer Key
  ? Key extends `${Head}.${infer Word}.${Tail}`
    ? Word
    : never
  : never
