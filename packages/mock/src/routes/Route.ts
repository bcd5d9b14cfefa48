import type { Answer } from '../answers/Answer.ts'
import type { ProblemExtras } from '../answers/problemAnswer.ts'
import type { ProblemName } from '../answers/problems.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import type { Call } from '../server/Call.ts'

/** What a route receives beside the request. */
export interface RouteContext {
  readonly params: Readonly<Record<string, string>>
  /** The mock's time in epoch milliseconds. */
  readonly now: number
  /** The mock's present settings. */
  readonly settings: MockSettings
  /** Makes an error response in the mock's style. */
  readonly problem: (name: ProblemName, extras?: ProblemExtras) => Answer
}

/** Handles a request that the gate let through. */
export type Route = (call: Call, context: RouteContext) => Answer | Promise<Answer>

/**
 * Routes by `'METHOD /path/:param'`. `ALL` matches every method for which the path has no other
 * route.
 */
export type RouteTable = Readonly<Record<string, Route>>
