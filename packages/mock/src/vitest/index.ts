import { test } from 'vitest'
import { createMock } from '../server/createMock.ts'
import type { Mock } from '../server/Mock.ts'
import type { MockOptions } from '../options/MockOptions.ts'

/** What each test is given. */
export interface MockFixture {
  /** The test's own mock, with its time standing still. */
  readonly mock: Mock
  /** Where it listens; only a test that asks for it opens a port, and it is closed by itself. */
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
    // oxlint-disable-next-line no-empty-pattern -- vitest reads from it which fixtures this one needs
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
