import { mockTest } from '@bando/mock/vitest'
import { expect } from 'vitest'

const test = mockTest({ anonymousLimit: { requests: 1, windowMs: 1000 } })

const urls: string[] = []

for (const run of [1, 2]) {
  test(`every test has a mock of its own, run ${run}`, async ({ mock, mockUrl }) => {
    urls.push(mockUrl)
    expect([
      (await fetch(`${mockUrl}/coolness`)).status,
      (await fetch(`${mockUrl}/coolness`)).status,
    ]).toEqual([200, 429])
    mock.advance(1000)
    expect((await fetch(`${mockUrl}/coolness`)).status).toBe(200)
  })
}

test('and its port is closed behind it', async () => {
  expect(urls).toHaveLength(2)
  for (const url of urls) await expect(fetch(url)).rejects.toThrow()
})
