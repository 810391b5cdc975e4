/** What a grant of the sandbox is: a file of `grants/` is a tile, its steps and its wrong turns. */
import type { Server } from '../../../app/server.svelte.ts'
import type { Flow, Proofs } from './flow.ts'
import type { ClientPlan } from './throw-away.ts'
import type { WordKey } from './words.ts'

export interface Specification {
  readonly name: string
  readonly url: string
}

export interface Step {
  /** Of the texts: `step.<key>.title`, `step.<key>.why`. */
  readonly key: WordKey<'step', 'title'>
  readonly specification: Specification
  /** @throws StepFailed when the answer lacks what the next step needs. */
  readonly run: (flow: Flow) => Promise<void>
}

export interface WrongTurn {
  /** Of the texts: `wrong.<key>.title`, `wrong.<key>.why`. */
  readonly key: WordKey<'wrong', 'title'>
  readonly specification: Specification
  /** Settings that it needs: a throw-away client of its own has them. */
  readonly settings?: ClientPlan['settings']
  /** Who notices the mistake. */
  readonly run: (flow: Flow) => Promise<'server' | 'client' | 'nobody'>
}

export interface Grant {
  /** In the URL. */
  readonly id: WordKey<'grant', 'title'>
  readonly order: number
  readonly isOffered: (server: Server) => boolean
  readonly plan: ClientPlan
  readonly proofs: Proofs
  readonly scope: string
  readonly steps: readonly Step[]
  readonly wrongTurns: readonly WrongTurn[]
  readonly sample: 'code' | 'client_credentials' | 'basic'
}

export function defineGrant(grant: Grant): Grant {
  return grant
}

/** RFC by number and section. */
export function rfc(number: number, section: string): Specification {
  return {
    name: `RFC ${number} §${section}`,
    url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`,
  }
}

export function openIdConnect(section: string, anchor: string): Specification {
  return {
    name: `OpenID Connect Core §${section}`,
    url: `https://openid.net/specs/openid-connect-core-1_0.html#${anchor}`,
  }
}
