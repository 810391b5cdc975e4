/** Clients and policies that are there for as long as somebody tries something, made with the rights of the person. */
import type { CallOptions } from '../../../api/call.ts'
import { ApiError, call } from '../../../api/call.ts'
import { random } from './bytes.ts'
import { redirectUri, type SandboxClient } from './flow.ts'

export interface ClientPlan {
  /** As a Client lists them. */
  readonly grantTypes: readonly string[]
  readonly hasSecret: boolean
  /** Settings of the code grant, or of client credentials: in YAML, a line each. */
  readonly settings: Readonly<Record<string, string | number | boolean>>
}

/** Letters and digits alone, so that YAML needs no quotes for any of it. */
export function newClient({ hasSecret }: ClientPlan): SandboxClient {
  const word = () => random().replace(/[^a-z0-9]/gi, '')
  return { id: `sandbox-${word().slice(0, 10).toLowerCase()}`, secret: hasSecret ? `s${word()}` : undefined }
}

/** The document of the client, as it is sent. */
export function toYaml(plan: ClientPlan, { secret }: SandboxClient): string {
  const isCode = plan.grantTypes.includes('code')
  const settings = { ...(isCode && { redirect_uri: `'${redirectUri}'` }), ...plan.settings }
  const part = isCode ? 'authorization_code' : 'client_credentials'
  return [
    'name: Sandbox',
    ...(secret === undefined ? [] : [`secret: ${secret}`]),
    'first_party: true',
    'grant_types:',
    ...plan.grantTypes.map((one) => `  - ${one}`),
    ...(Object.keys(settings).length === 0 ? [] : ['auth:', `  ${part}:`]),
    ...Object.entries(settings).map(([name, value]) => `    ${name}: ${value}`),
    '',
  ].join('\n')
}

const made = new Set<string>()

export const asYaml = { 'content-type': 'text/yaml' }

export function willRemove(path: string): void {
  made.add(path)
}

/** What is to be removed, the newest first: policies before what they link to. */
export function leftOver(): readonly string[] {
  return [...made].reverse()
}

/** All, or one. What is gone already is no error. @throws ApiError */
export async function remove(paths = leftOver(), options: CallOptions = {}): Promise<void> {
  for (const path of paths) {
    made.delete(path)
    try {
      await call('DELETE', path, options)
    } catch (error) {
      if (error instanceof ApiError && [404, 410].includes(error.status)) continue
      made.add(path)
      throw error
    }
  }
}
