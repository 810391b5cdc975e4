/** `prompt` (OpenID Connect Core §3.1.2.1). */
import { oauthError } from '../oauth-error.ts'
import type { Params } from '../params/params.ts'

export const promptValues = ['none', 'login', 'consent', 'select_account'] as const

export function checkPrompt(params: Params): ReadonlySet<string> {
  const prompt = new Set((params.get('prompt') ?? '').split(' ').filter((one) => one !== ''))
  for (const one of prompt) {
    if (!(promptValues as readonly string[]).includes(one)) {
      throw oauthError('invalid_request', `prompt must be of ${promptValues.join(', ')}`)
    }
  }
  if (prompt.has('none') && prompt.size > 1) throw oauthError('invalid_request', 'prompt=none stands alone')
  return prompt
}
