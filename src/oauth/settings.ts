/** The settings of the plug-in `oauth`. Order and words are those of `--help` and of the README's table. */
import { parseSecret } from '../config/parse-values.ts'
import { setting } from '../config/setting.ts'
import { age, usuallyOff } from '../config/setting-kinds.ts'
import { minSecretLength } from '../schema/secret-paths.ts'
import { brandingSettings } from './pages/branding-settings.ts'

const generated = { fallback: undefined, fallbackText: 'generated at the first start' }
const secretText = {
  allowed: 'a text of 1 to 1024 characters, not only of spaces',
  parse: parseSecret(1),
  weakBelow: minSecretLength,
}

export const oauthSettings = {
  rootClientSecret: setting<string | undefined>({
    name: 'ROOT_CLIENT_SECRET',
    ...secretText,
    ...generated,
    sentence: 'Secret of `Client/root`, which is allowed everything.',
    isSecret: true,
  }),
  adminPassword: setting<string | undefined>({
    name: 'ADMIN_PASSWORD',
    ...secretText,
    ...generated,
    sentence: 'Password of `User/admin`, who is allowed everything.',
    isSecret: true,
  }),
  suHeader: setting<boolean>({
    name: 'SU_HEADER',
    ...usuallyOff,
    sentence: 'Lets administrators act as another user by the `su` header.',
    risk: 'administrators can act as anybody',
  }),
  signingKeyRotation: setting<number>({
    name: 'SIGNING_KEY_ROTATION',
    ...age,
    fallback: 90 * 24 * 60 * 60_000,
    fallbackText: '`90d`',
    sentence: 'Age at which the keys that sign tokens change.',
  }),
  ...brandingSettings,
}
