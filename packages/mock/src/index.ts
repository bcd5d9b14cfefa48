export { mockAdmin } from './admin/mockAdmin.ts'
export { createMock } from './server/createMock.ts'
export { MockOptionError } from './options/MockOptionError.ts'
export { algorithms } from './limits/createMeter.ts'
export { breakages } from './faults/Fault.ts'
export { scenarios } from './scenarios/playScenario.ts'
export { defaults } from './options/defaults.ts'
export { poorWallet } from './catalogue/poorWallet.ts'

export type { AwaitedQuery, ClockState } from './admin/mockAdmin.ts'
export type { JournalAnswer } from './admin/journalAnswer.ts'
export type { Difference, JournalQuery } from './journal/JournalQuery.ts'
export type { NearMiss } from './journal/nearMisses.ts'
export type { TokenOptions } from './accounts/TokenRegistry.ts'
export type { Clock } from './clock/MockClock.ts'
export type { Breakage, Delay, Fault } from './faults/Fault.ts'
export type { JournalEntry } from './journal/Journal.ts'
export type { Algorithm } from './limits/createMeter.ts'
export type { Limit } from './limits/Limit.ts'
export type {
  CountedOptions,
  ErrorStyle,
  HeaderStyle,
  LockoutOptions,
  MockSettings,
} from './options/MockSettings.ts'
export type { MockConfig } from './config/MockConfig.ts'
export type { MockOptions } from './options/MockOptions.ts'
export type { SettingsPatch } from './options/parsePatch.ts'
export type { FetchRoute } from './routes/fetchRoute.ts'
export type { RouteContext } from './routes/Route.ts'
export type { MockRequestInit } from './server/fetchShell.ts'
export type { Listening, ListenOptions } from './server/http/listen.ts'
export type { Lockable, Spender } from './server/callers.ts'
export type { Mock } from './server/Mock.ts'
export type { Played, Scenario } from './scenarios/playScenario.ts'
export type { CallerState, LockoutState, MockState } from './server/mockState.ts'
