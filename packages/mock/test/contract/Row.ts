import type { Api } from './Api.ts'

/** The switches, as a configuration has them. */
export interface Switches {
  readonly limit?: { readonly requests: number; readonly windowMs: number }
  readonly anonymousLimit?: { readonly requests: number; readonly windowMs: number }
  readonly algorithm?: string
  readonly budgetOf?: string
  readonly lockout?: false | Readonly<Record<string, number | string>>
  readonly counted?: Readonly<Record<string, boolean>>
  readonly headers?: string
  readonly errors?: string
  readonly malformed?: string
  readonly order?: string
}

/** One row of the contract under one position of its switch. */
export interface Row {
  /** What the contract says, or the question that it leaves open. */
  readonly row: string
  /** The reading that is shown; the switches that choose it. */
  readonly reading: string
  readonly switches?: Switches
  /** Needs a second address of this machine. */
  readonly elsewhere?: true
  readonly shows: (api: Api) => Promise<void>
}
