import { runInNewContext } from 'node:vm'
import { expect, it, vi } from 'vitest'
import { tell } from './tell.ts'

const error = new Error('mine')

it.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw error
    },
  ],
  ['rejects', () => Promise.reject(error)],
  ['rejects, with the promise of another realm', () => runInNewContext('Promise.reject(error)', { error })],
])('reports, once, a listener that %s', async (_, listener) => {
  const report = vi.fn<(error: unknown) => void>()
  expect(() => tell(listener, report)).not.toThrow()
  await expect.poll(() => report).toHaveBeenCalled()
  expect(report).toHaveBeenCalledExactlyOnceWith(error)
})

it.each([undefined, null, 7, {}, Promise.resolve()])(
  'reports nothing of one that returns %o',
  async (value) => {
    const report = vi.fn<(error: unknown) => void>()
    tell(() => value, report)
    await new Promise<void>((resolve) => void setImmediate(resolve))
    expect(report).not.toHaveBeenCalled()
  },
)
