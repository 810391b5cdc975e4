/** Carries out steps and wrong turns, and keeps what there is to be shown of each. */
import { type Check, Flow, type FlowOptions, type ShownToken, StepFailed } from './flow.ts'
import type { Grant, Step, WrongTurn } from './grant.ts'
import type { Message } from './message.ts'
import { asYaml, type ClientPlan, newClient, remove, toYaml, willRemove } from './throw-away.ts'

export interface Shown {
  readonly messages: readonly Message[]
  readonly tokens: readonly ShownToken[]
  readonly checks: readonly Check[]
  /** The answer lacks what the next step needs. */
  readonly isFailed: boolean
}

/** @throws ApiError where the server does not answer. */
export async function runStep(flow: Flow, step: Pick<Step, 'run'>): Promise<Shown> {
  const { length: messages } = flow.messages
  const { length: tokens } = flow.tokens
  const { length: checks } = flow.checks
  let isFailed = false
  try {
    await step.run(flow)
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    isFailed = true
  }
  return {
    messages: flow.messages.slice(messages),
    tokens: flow.tokens.slice(tokens),
    checks: flow.checks.slice(checks),
    isFailed,
  }
}

/** With the rights of the person. @throws ApiError */
export async function makeClient(flow: Flow, plan: ClientPlan): Promise<void> {
  const path = `/Client/${flow.client.id}`
  const body = toYaml(plan, flow.client)
  await flow.send('PUT', path, { body, headers: asYaml, isAnonymous: false, takesErrors: false })
  willRemove(path)
}

export interface Made extends Shown {
  readonly noticedBy: 'server' | 'client' | 'nobody'
}

/** In a walk of its own, where it needs settings as a client of its own, which is removed afterwards. @throws ApiError */
export async function makeWrongTurn(grant: Grant, turn: WrongTurn, options: FlowOptions): Promise<Made> {
  let noticedBy: Made['noticedBy'] = 'nobody'
  const { settings } = turn
  const plan = { ...grant.plan, settings: { ...grant.plan.settings, ...settings } }
  const flow = new Flow(settings === undefined ? options : { ...options, client: newClient(plan) })
  const shown = await runStep(flow, {
    async run() {
      if (settings !== undefined) await makeClient(flow, plan)
      noticedBy = await turn.run(flow)
    },
  })
  if (settings !== undefined) await remove([`/Client/${flow.client.id}`])
  return { ...shown, noticedBy }
}
