import { memoryStore } from '@bando/core'
import type { ManualClock } from '@bando/core/testing'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import type { BandoModuleOptions } from '../interfaces/bando-module-options.interface.ts'

/** The options of the module, of which only those that a test is about are needed. @publicApi */
export interface BandoTestingOptions extends BandoModuleOptions {
  /** A mock, or the options of one. @defaultValue a mock with the API's own limits */
  readonly mock?: Mock | MockOptions | undefined
  /** Time that the test moves, for the client and the mock. @defaultValue the machine's own time */
  readonly clock?: ManualClock | undefined
}

/**
 * Returns a mock, and the options of a module whose calls go to it. Nothing is shared with other
 * tests.
 */
export function optionsWithMock({ mock: given, ...options }: BandoTestingOptions): {
  mock: Mock
  options: BandoModuleOptions
} {
  const { clock } = options
  const mock = isMock(given)
    ? given
    : createMock({ ...(clock && { clock: { now: () => clock.epoch() } }), ...given })
  const token = 'token' in options ? options.token : mock.tokens.issue()
  return {
    mock,
    options: { store: memoryStore(), fetch: (url, init) => mock.fetch(url, init), ...options, token },
  }
}

function isMock(given: Mock | MockOptions | undefined): given is Mock {
  return given !== undefined && 'fetch' in given
}
