import type { Bando, BandoOptions } from '@bando/core'
import { createBando } from '@bando/core'
import { SharedMemory } from '@bando/core/testing'
import { createMock } from '@bando/mock'
import { describe, expect, it, onTestFinished } from 'vitest'

const limit = { requests: 20, windowMs: 3_600_000 }

/** An API that counts by owner, and members of one store whose tokens are of one owner. */
function setUp(options: BandoOptions) {
  const mock = createMock({ limit, budgetOf: 'owner', algorithm: 'sliding-log', headers: 'none' })
  const disk = new SharedMemory()
  const token = (): string => mock.tokens.issue({ owner: 'shop' })
  const start = (token: string): Bando => {
    const bando = createBando({
      token,
      limit,
      store: disk.member(),
      maxWaitMs: 0,
      retry: { attempts: 1 },
      dedupe: false,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      fetch: (url, init) => mock.fetch(new Request(url, init)),
      ...options,
    })
    onTestFinished(() => bando.close())
    return bando
  }
  const spend = async (bando: Bando, calls: number): Promise<string[]> => {
    const codes: string[] = []
    for (let count = 0; count < calls; count += 1)
      codes.push(
        await bando.get('/coolness').then(
          () => 'served',
          (error: unknown) => (error as { code: string }).code,
        ),
      )
    return codes
  }
  return { mock, token, start, spend, refused: () => mock.log.filter(({ status }) => status === 429).length }
}

describe('tokens of one owner, with `account`', () => {
  it('are one budget, while members change from one to the next', async () => {
    const { token, start, spend, refused, mock } = setUp({ account: 'shop' })
    const [old, next] = [token(), token()]
    const one = start(old)
    await spend(one, 15)
    const other = start(next)
    expect(await spend(other, 3)).toEqual(['served', 'served', 'served'])
    one.setToken(next)
    expect(await spend(one, 3)).toEqual(['served', 'served', 'limit'])
    expect(await spend(other, 1)).toEqual(['limit'])
    expect([refused(), mock.log.length]).toEqual([0, 20])
  })

  it('are one budget for a member that is started again with the next', async () => {
    const { token, start, spend, refused } = setUp({ account: 'shop' })
    const one = start(token())
    await spend(one, 18)
    await one.close()
    expect(await spend(start(token()), 3)).toEqual(['served', 'served', 'limit'])
    expect(refused()).toBe(0)
  })

  it('are one budget for members that use several at the same time', async () => {
    const { token, start, spend, refused } = setUp({ account: 'shop' })
    const members = [start(token()), start(token()), start(token())]
    const codes = await Promise.all(members.map((member) => spend(member, 10)))
    expect(codes.flat().filter((code) => code === 'served')).toHaveLength(20)
    expect(refused()).toBe(0)
  })
})

it('tokens of one owner are budgets of their own without `account`, as the README says', async () => {
  const { token, start, spend, refused } = setUp({})
  await spend(start(token()), 15)
  await spend(start(token()), 10)
  expect(refused()).toBeGreaterThan(0)
})
