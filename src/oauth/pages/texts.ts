/**
 * The sentences of the pages, each replaceable by a setting; what exactly is wrong with a request is not among them. Words in braces are filled in by the
 * page.
 */
import { type HtmlValue, html, type SafeHtml } from './html.ts'

export const defaultTexts = {
  'login.title': 'Sign in',
  'login.lead': 'to continue to {client}',
  'login.username': 'Username or e-mail',
  'login.password': 'Password',
  'login.submit': 'Sign in',
  'login.wait': 'Please wait {wait} before you try again.',
  'login.wrong': 'That name and password do not fit together.',
  'login.help': '',
  'grant.title': 'Allow access?',
  'grant.lead': '{client} would like to use your account at {name}.',
  'grant.scopes': 'It asks to',
  'grant.noScopes': 'It asks for no details about you.',
  'grant.rights': 'If you allow it, it can act for you here, within your own rights, until you withdraw it.',
  'grant.client': 'Application',
  'grant.destination': 'Leads you back to',
  'grant.thisDevice': 'an app on this device ({place})',
  'grant.allow': 'Allow',
  'grant.deny': 'Don’t allow',
  'grant.notYou': 'Not you?',
  'scope.openid': 'know who you are when you sign in',
  'scope.profile': 'see your name and profile',
  'scope.email': 'see your e-mail address',
  'scope.phone': 'see your phone number',
  'scope.offline_access': 'keep its access while you are away, until you withdraw it',
  'scope.fhirUser': 'know which health record is yours',
  'scope.other': 'use the permission {scope}',
  'user.signedInAs': 'Signed in as {user}',
  'user.signOut': 'Sign out',
  'error.title': 'This request cannot be carried out',
  'error.advice': 'Go back to the application and try again, or tell the people who run it.',
  'error.form': 'This form was not accepted',
  'error.wait': 'Please wait a moment',
  'error.again': 'Please try again',
  'error.expired': 'Please start again',
  'error.expiredAdvice': 'Go back to the application and try again there, or sign in here first.',
  'error.unexpected': 'Something went wrong',
  'error.unexpectedLead': 'The server could not answer.',
  'error.details': 'Details for support',
  'error.code': 'Code',
  'error.requestId': 'Request',
  'logout.title': 'Sign out?',
  'logout.lead': 'You will be signed out of {name} in this browser.',
  'logout.asked': '{client} asks to sign you out of {name} in this browser.',
  'logout.submit': 'Sign out',
  'logout.cancel': 'Stay signed in',
  'loggedOut.title': 'You are signed out',
  'loggedOut.lead': 'You can close this page now.',
  'loggedOut.return': 'Back to {client}',
  'loggedOut.application': 'the application',
  'loggedOut.signIn': 'Sign in again',
  'signedIn.title': 'You are signed in',
  'signedIn.lead': 'Open the application that you want to use, or sign out of this browser.',
  'formPost.title': 'Signed in',
  'formPost.lead': 'You are on your way back to {client}.',
  'formPost.submit': 'Continue',
  'layout.footer': '',
} as const

export type TextKey = keyof typeof defaultTexts
export type Texts = Readonly<Record<TextKey, string>>

export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(defaultTexts, key)
}

/** The text with `{word}` replaced by its value, escaped; a word without a value stays as it is. */
export function fillText(text: string, values: Readonly<Record<string, HtmlValue>>): SafeHtml {
  const parts = text.split(/\{(\w+)\}/)
  // Every second part is a word between braces: split keeps what its group caught.
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : Object.hasOwn(values, part) ? values[part] : `{${part}}`))}`
}

/** A sentence for the scopes that OpenID Connect Core §5.4 and SMART name; another scope is shown as it is. */
export function toScopeSentence(scope: string, texts: Texts): SafeHtml {
  const key = `scope.${scope}`
  if (isTextKey(key) && scope !== 'other') return html`${texts[key]}`
  return fillText(texts['scope.other'], { scope: html`<code>${scope}</code>` })
}

/** A waiting time, rounded up to whole seconds below two minutes, to whole minutes from there: `45 seconds`, `3 minutes`. */
export function toDuration(seconds: number, language: string): string {
  const whole = Math.max(1, Math.ceil(seconds))
  const [count, unit] = whole < 120 ? [whole, 'second'] : [Math.ceil(whole / 60), 'minute']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
