import { test } from 'vitest'
import { createMock } from '../server/createMock.ts'
import type { Mock } from '../server/Mock.ts'
import type { MockOptions } from '../options/MockOptions.ts'

/** The fixtures of each test. */
export interface MockFixture {
  /** The test's own mock. Its time stands still. */
  readonly mock: Mock
  /** The URL of the mock. A port is opened only for a test that uses it, and is closed after it. */
  readonly mockUrl: string
}

/**
 * Vitest's `test`, with a mock of its own in every test.
 *
 * @example
 * const test = mockTest({ limit: { requests: 2, windowMs: 1000 } })
 * test('waits instead of being refused', async ({ mock, mockUrl }) => { … })
 */
export function mockTest(options: MockOptions = {}) {
  return test.extend<MockFixture>({
    // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixtures from it
    mock: async ({}, use) => {
      const mock = createMock(options)
      mock.clock.freeze()
      await use(mock)
    },
    mockUrl: async ({ mock }, use) => {
      const { url, close } = await mock.listen()
      await use(url)
      await close()
    },
  })
}
