/** What the tests use of passport, which has no types of its own. */
declare module 'passport' {
  type Next = (error?: unknown) => void
  class Passport {
    use(strategy: object): this
    authenticate(name: string, options: { session: boolean }): (req: object, res: object, next: Next) => void
  }
  const passport: { readonly Passport: typeof Passport }
  export default passport
}

declare module 'passport-openidconnect' {
  type Done = (error: unknown, user: unknown) => void
  export class Strategy {
    constructor(options: object, verify: (issuer: string, profile: unknown, done: Done) => void)
  }
}
