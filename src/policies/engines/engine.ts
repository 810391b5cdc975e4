/** What an engine of policies is: it compiles its own field of a rule into something that a request can be tried on. */
import type { JsonObject } from '../../kernel/json.ts'
import type { Demands } from '../decisions/demands.ts'
import type { RequestPart } from '../decisions/request-object.ts'

/** The result on one request, with the reasons in the words of the engine. `eval-result` is the wire's name. */
export interface RuleExplanation {
  readonly 'eval-result': boolean
  readonly [detail: string]: unknown
}

/** What a rule looks at that is not there for nothing, known when it is compiled. */
export interface RuleReads {
  /** The stored resource, which has to be loaded. */
  readonly stored: boolean
  /** Names of parameters of the query: a grant for them means nothing where they are ignored. */
  readonly parameters: readonly string[]
  /** Parts of the request object that are made when somebody needs them. */
  readonly parts: readonly RequestPart[]
}

/** A rule made ready. Both functions throw for what cannot be decided, which counts as 'does not grant'. */
export interface Rule {
  /** Rules with a lower cost are tried first. */
  readonly cost: number
  readonly reads: RuleReads
  readonly demands: Demands
  holds(request: JsonObject): boolean | Promise<boolean>
  explain(request: JsonObject): RuleExplanation | Promise<RuleExplanation>
  /** Whether it could hold with some body; `request` has none. Left out: perhaps. Throws as `holds` does. */
  mayHold?(request: JsonObject): boolean
}

export const readsNothing: RuleReads = { stored: false, parameters: [], parts: [] }

/** Why a policy could not be evaluated. It then does not grant, whatever its rules would have said. */
export class PolicyFailure extends Error {
  /** `message` goes to the log and to explanations; it never holds values of the request. */
  constructor(message: string) {
    super(message)
    this.name = 'PolicyFailure'
  }
}

/** Handed down while a rule is compiled. */
export interface RulePlace {
  /** FHIRPath expression of the rule at hand. */
  readonly path: string
  /** Compiles a rule within the rule; null after a problem, which is then reported. */
  compile(rule: unknown, path: string): Rule | null
  /** Notes what is wrong with the rule. Returns null, so that it can be returned. */
  refuse(message: string, path?: string, code?: string): null
}

export interface PolicyEngine {
  /** Fields of a rule that are this engine's own. */
  readonly fields: readonly string[]
  compile(rule: JsonObject, place: RulePlace): Rule | null
}
