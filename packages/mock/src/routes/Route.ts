import type { Answer } from '../answers/Answer.ts'
import type { ProblemExtras } from '../answers/problemAnswer.ts'
import type { ProblemName } from '../answers/problems.ts'
import type { MockSettings } from '../options/MockSettings.ts'
import type { Call } from '../server/Call.ts'

/** What a route is given beside the request. */
export interface RouteContext {
  readonly params: Readonly<Record<string, string>>
  /** The mock's time, epoch milliseconds. */
  readonly now: number
  /** The mock's settings as they stand. */
  readonly settings: MockSettings
  /** A refusal in the mock's style. */
  readonly problem: (name: ProblemName, extras?: ProblemExtras) => Answer
}

/** Answers a request that the gate let through. */
export type Route = (call: Call, context: RouteContext) => Answer | Promise<Answer>

/** Routes by `'METHOD /path/:param'`; `ALL` is every method that the path has no route of its own for. */
export type RouteTable = Readonly<Record<string, Route>>
