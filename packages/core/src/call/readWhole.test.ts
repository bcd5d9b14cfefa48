import { describe, expect, it } from 'vitest'
import type { Bando } from '../index.ts'
import { deferred } from '../deferred.testing.ts'
import { failure, setUp } from './setUp.testing.ts'

interface Stalled {
  readonly response: Response
  /** Whether the body was let go. */
  readonly isReleased: () => boolean
}

/** A response whose body begins and never ends. Its transport does not heed the signal. */
function stalledStream(): Stalled {
  let isReleased = false
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    cancel() {
      isReleased = true
    },
  })
  return { response: new Response(body), isReleased: () => isReleased }
}

/** One of a transport without streams, as that of React Native. It has no body to let go. */
function stalledWithoutStream(): Stalled {
  const never = new Promise<never>(() => {})
  const response = { status: 200, headers: new Headers(), arrayBuffer: () => never } as unknown as Response
  return { response, isReleased: () => true }
}

const reason = new Error('enough')

describe.each([
  ['a stream', stalledStream],
  ['no stream', stalledWithoutStream],
])('a body of %s that never ends', (_, stalled) => {
  it('is given up when its time is over', async () => {
    const { response, isReleased } = stalled()
    const { bando, clock } = setUp(() => response, { timeoutMs: 1000, retry: { attempts: 1 } })
    const failed = failure(bando.get('/a'))
    await clock.advance(1000)
    expect(await failed).toMatchObject({
      code: 'timeout',
      timeLimit: 'timeoutMs',
      message: expect.stringContaining('the body did not arrive in time. It was given timeoutMs, 1000 ms.'),
    })
    expect(isReleased()).toBe(true)
  })

  it.each<[string, (bando: Bando, controller: AbortController) => unknown, object]>([
    ['its caller aborts', (_bando, controller) => controller.abort(reason), reason],
    ['the client is closed', (bando) => bando.close(), { code: 'closed' }],
  ])('is given up when %s', async (_cause, end, expected) => {
    const { response, isReleased } = stalled()
    const { bando, clock } = setUp(() => response)
    const controller = new AbortController()
    const failed = failure(bando.get('/a', { signal: controller.signal }))
    await clock.advance(0)
    void end(bando, controller)
    expect(await failed).toMatchObject(expected)
    expect(isReleased()).toBe(true)
  })

  it.each(Array.from({ length: 16 }, (_each, index) => index))(
    'ends its call if that is aborted %i microtasks after the head has come',
    async (ticks) => {
      const { response, isReleased } = stalled()
      const head = deferred<Response>()
      const { bando, clock } = setUp(() => head.promise)
      const controller = new AbortController()
      const failed = failure(bando.get('/a', { signal: controller.signal }))
      await clock.advance(0)
      head.resolve(response)
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      controller.abort(reason)
      expect(await failed).toBe(reason)
      await clock.advance(0)
      expect(isReleased()).toBe(true)
    },
  )
})
