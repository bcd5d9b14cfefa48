import type { TokenOptions } from '../accounts/TokenRegistry.ts'
import type { Clock } from '../clock/MockClock.ts'
import type { Fault } from '../faults/Fault.ts'
import type { FetchRoute } from '../routes/fetchRoute.ts'
import type { CountedOptions, LockoutOptions, MockSettings } from './MockSettings.ts'

/** The options of `createMock`: any of the settings, and what is not plain data. */
export interface MockOptions extends Partial<Omit<MockSettings, 'lockout' | 'counted'>> {
  readonly lockout?: Partial<LockoutOptions> | false
  readonly counted?: Partial<CountedOptions>
  /** Tokens that are valid from the start. @defaultValue none; see `mock.tokens.issue` */
  readonly tokens?: readonly (string | TokenOptions)[]
  /** Routes of your own, from `'GET /mine/:id'` to a fetch handler. They count like any other. */
  readonly routes?: Readonly<Record<string, FetchRoute>>
  /** The faults from the start, as `mock.faults.add` takes them. */
  readonly faults?: readonly Fault[]
  /**
   * Who may drive the mock through `/_mock`; `true` allows this machine alone. @defaultValue true
   */
  readonly admin?: boolean | 'everyone'
  /** The source of time. @defaultValue the machine's clock */
  readonly clock?: Clock
}
