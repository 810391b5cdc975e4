/** Callers whom a proxy has signed in: it names the user in a header, which is believed from TRUSTED_PROXIES alone. */
import { AppError, type Plugin, Role, type Setting, User } from 'firekeep/plugin'

const userHeader: Setting<string> = {
  name: 'USER_HEADER',
  allowed: 'the name of a header',
  fallback: 'x-remote-user',
  fallbackText: '`x-remote-user`',
  sentence: 'Header in which a trusted proxy names the user (its id).',
  parse: (text) => (/^[a-z0-9-]+$/i.test(text) ? text : undefined),
}

export default {
  name: 'trusted-header',
  settings: { userHeader },
  resources: [User, Role],
  start: ({ settings, callerOf }) => ({
    authenticator: {
      challenges: [],
      async authenticate({ headers, isProxied }) {
        const user = headers.get(settings.userHeader)
        if (user === null || !isProxied) return null
        const caller = await callerOf(user)
        if (caller !== null) return caller
        throw new AppError('unauthenticated', 'unknown-user', 'The proxy names no active user')
      },
    },
  }),
} satisfies Plugin<{ userHeader: Setting<string> }>
