import { mockTest } from '@bando/mock/vitest'

const test = mockTest({ limit: { requests: 2, windowMs: 1000 } })
test('waits instead of being refused', async ({ mock, mockUrl }) => {
  // each test has its own mock; its time stands still, and its port is closed afterwards
})

export {}
