import { describe, expect, it } from 'vitest'
import { peekBody } from './peekBody.ts'

/**
 * A body of these chunks that ends, or breaks off; how many of them were asked for, and whether it
 * was let go.
 */
function bodyOf(chunks: readonly string[], { breaksOff = false } = {}) {
  const seen = { asked: 0, isCancelled: false }
  const rest = [...chunks]
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = rest.shift()
        seen.asked += 1
        if (next !== undefined) controller.enqueue(new TextEncoder().encode(next))
        else if (breaksOff) controller.error(new Error('reset'))
        else controller.close()
      },
      cancel: () => void (seen.isCancelled = true),
    },
    { highWaterMark: 0 },
  )
  return { response: new Response(body), seen }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('a body that was looked at', () => {
  it('is read no further than asked for, and is whole afterwards', async () => {
    const { response, seen } = bodyOf(['hel', 'lo ', 'you'])
    const { beginning, body } = await peekBody(response, 4)
    expect([text(beginning), seen.asked]).toEqual(['hello ', 2])
    expect(await new Response(body).text()).toBe('hello you')
  })

  it('is whole where it is shorter than that', async () => {
    const { beginning, body } = await peekBody(bodyOf(['he', 'llo']).response, 100)
    expect(text(beginning)).toBe('hello')
    expect(await new Response(body).text()).toBe('hello')
  })

  it('breaks off for its reader, with what had come', async () => {
    const { beginning, body } = await peekBody(bodyOf(['hel', 'lo'], { breaksOff: true }).response, 100)
    expect(text(beginning)).toBe('hello')
    const reader = (body as ReadableStream<Uint8Array>).getReader()
    expect(
      [await reader.read(), await reader.read()].map((read) => text(read.value ?? new Uint8Array())),
    ).toEqual(['hel', 'lo'])
    await expect(reader.read()).rejects.toThrow('reset')
  })

  it('is let go when its reader lets go', async () => {
    const { response, seen } = bodyOf(['hello', 'you'])
    const { body } = await peekBody(response, 1)
    await (body as ReadableStream<Uint8Array>).cancel()
    expect(seen.isCancelled).toBe(true)
  })

  it('may be none', async () => {
    expect(await peekBody(new Response(null), 10)).toEqual({ beginning: new Uint8Array(), body: null })
  })
})
