/** One of each page, all of its fields filled with what the caller gives. */
import { renderAccountPage } from '../../../../src/oauth/pages/account-page.ts'
import type { Branding } from '../../../../src/oauth/pages/branding.ts'
import { renderConsentPage } from '../../../../src/oauth/pages/consent-page.ts'
import { renderErrorPage } from '../../../../src/oauth/pages/error-page.ts'
import { renderFormPostPage } from '../../../../src/oauth/pages/form-post-page.ts'
import { renderIndexPage } from '../../../../src/oauth/pages/index-page.ts'
import type { Page } from '../../../../src/oauth/pages/layout.ts'
import { renderLoginPage } from '../../../../src/oauth/pages/login-page.ts'
import { renderLoggedOutPage, renderLogoutPage } from '../../../../src/oauth/pages/logout-page.ts'
import { renderSignedInPage } from '../../../../src/oauth/pages/signed-in-page.ts'

/** `word` makes the text of a field out of its name. */
export function renderSamples(branding: Branding, word: (field: string) => string): Record<string, Page> {
  const form = {
    action: `/auth/${word('action')}`,
    csrfToken: word('csrfToken'),
    fields: { [word('key')]: word('value') },
  }
  const user = { name: word('user'), detail: word('userDetail') }
  const client = {
    name: word('clientName'),
    redirectUri: 'https://app.example:8443/cb',
  }
  const clientName = word('clientName')
  const username = word('username')
  const link = { url: `/${word('url')}`, text: word('linkText') }
  const error = {
    title: word('title'),
    lead: word('lead'),
    message: word('message'),
    advice: word('advice'),
    code: word('code'),
  }
  const since = '2026-01-02T03:04:05.000Z'
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const place = { sessionId: word('session'), userAgent, address: word('address'), since, lastUsed: since }
  return {
    login: renderLoginPage({
      branding,
      ...form,
      clientName,
      username,
      error: word('error'),
      retryAfterSeconds: 30,
    }),
    grant: renderConsentPage({
      branding,
      ...form,
      client,
      user,
      scopes: ['openid', 'user/*.cruds', word('scope')],
      accountUrl: `/${word('url')}`,
      signOut: form,
    }),
    error: renderErrorPage({ branding, ...error, requestId: word('requestId'), link }),
    logout: renderLogoutPage({ branding, ...form, user, clientName, cancelUrl: `/${word('url')}` }),
    loggedOut: renderLoggedOutPage({
      branding,
      returnUrl: `/${word('url')}`,
      clientName,
      signInUrl: `/${word('url')}`,
    }),
    signedIn: renderSignedInPage({ branding, user, accountUrl: `/${word('url')}`, signOut: form }),
    account: renderAccountPage({
      ...{ branding, user, form, signOut: form, done: 'ended' },
      applications: [
        { grantId: word('grant'), name: word('application'), scopes: ['openid', word('scope')], since },
        { grantId: word('grant'), name: null, scopes: [], since: word('date') },
      ],
      places: [
        { ...place, isThis: true, application: undefined, applications: [word('application')] },
        { ...place, isThis: false, application: word('application'), applications: [] },
        { ...place, isThis: false, application: null, applications: [], userAgent: undefined },
      ],
    }),
    emptyAccount: renderAccountPage({
      ...{ branding, user, form, signOut: form, applications: [] },
      places: [{ ...place, isThis: true, application: undefined, applications: [] }],
    }),
    index: renderIndexPage(branding, {
      ...{ name: word('server'), version: word('version'), database: word('database'), state: 'fail' },
      links: {
        'sign-in': `/${word('url')}`,
        account: '/a',
        metadata: '/m',
        [word('link')]: `/${word('url')}`,
      },
    }),
    formPost: renderFormPostPage({
      ...{ branding, clientName, redirectUri: `https://app.example/${word('path')}` },
      fields: { code: word('code'), [word('key')]: word('value') },
    }),
  }
}
