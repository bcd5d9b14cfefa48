import { describe, expect, it } from 'vitest'
import { readBody } from './readBody.ts'

/**
 * A body that comes in `chunks`, then ends, breaks off, or says nothing more; and whether it was
 * let go.
 */
function bodyOf(
  chunks: readonly string[],
  then: 'end' | 'break' | 'nothing' = 'end',
  headers: Record<string, string> = {},
): { response: Response; isCancelled: () => boolean } {
  let isCancelled = false
  const rest = [...chunks]
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = rest.shift()
      if (next !== undefined) controller.enqueue(new TextEncoder().encode(next))
      else if (then === 'end') controller.close()
      else if (then === 'break') controller.error(new Error('reset'))
    },
    cancel() {
      isCancelled = true
      throw new Error('it cannot be cancelled, and that changes nothing')
    },
  })
  return { response: new Response(body, { headers }), isCancelled: () => isCancelled }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

describe('a body', () => {
  it('of several chunks is read to its end, as long as it may be and no longer', async () => {
    const read = await readBody(bodyOf(['hel', 'lo']).response, 5)
    expect([read.kind, text(read.bytes)]).toEqual(['whole', 'hello'])
    expect(await readBody(new Response(null), 1)).toEqual({ kind: 'whole', bytes: new Uint8Array() })
  })

  it('that is too long is let go as soon as it is, however much is still to come', async () => {
    const { response, isCancelled } = bodyOf(['hel', 'lo'], 'nothing')
    const read = await readBody(response, 4)
    expect(read).toMatchObject({ kind: 'tooLong', maxBytes: 4 })
    expect(text(read.bytes)).toBe('hell')
    expect(isCancelled()).toBe(true)
  })

  it('that says so beforehand is let go after its first kilobyte', async () => {
    const kilobyte = 'k'.repeat(1024)
    const { response, isCancelled } = bodyOf([kilobyte, '!'], 'nothing', { 'content-length': '5000' })
    const read = await readBody(response, 4999)
    expect(read.kind).toBe('tooLong')
    expect(text(read.bytes)).toBe(`${kilobyte}!`)
    expect(isCancelled()).toBe(true)
  })

  it.each([
    ['that is compressed', { 'content-length': '5000', 'content-encoding': 'gzip' }],
    ['as long as it may be', { 'content-length': '4096' }],
    ['of a length that is none', { 'content-length': '5000, 5000' }],
    ['of no stated length', {}],
  ])('%s is read, whatever its head says', async (_, headers: Record<string, string>) => {
    const read = await readBody(bodyOf(['k'.repeat(4000), 'end'], 'end', headers).response, 4096)
    expect([read.kind, read.bytes.byteLength]).toEqual(['whole', 4003])
  })

  it('that breaks off leaves what had come', async () => {
    const read = await readBody(bodyOf(['hel', 'lo'], 'break').response, 100)
    expect(read).toMatchObject({ kind: 'brokenOff', cause: { message: 'reset' } })
    expect(text(read.bytes)).toBe('hello')
  })

  it.each([
    [
      'of something else than bytes',
      () => new Response(new ReadableStream({ start: (to) => to.enqueue('text') })),
    ],
    [
      'that is being read already',
      () => {
        const response = new Response('text')
        response.body?.getReader()
        return response
      },
    ],
  ])('%s has broken off before it began', async (_, response) => {
    expect(await readBody(response(), 100)).toEqual({
      kind: 'brokenOff',
      bytes: new Uint8Array(),
      cause: expect.any(TypeError),
    })
  })
})

describe('a response of a transport without streams', () => {
  const response = (members: object): Response =>
    ({ body: undefined, headers: new Headers(), ...members }) as unknown as Response
  const hello = { arrayBuffer: async () => new TextEncoder().encode('hello').buffer }

  it.each([
    ['bytes', hello],
    ['text', { text: async () => 'hello' }],
  ])('is read as %s', async (_, members) => {
    const read = await readBody(response(members), 5)
    expect([read.kind, text(read.bytes)]).toEqual(['whole', 'hello'])
  })

  it('may be too long, or break off', async () => {
    const long = await readBody(response(hello), 4)
    expect([long.kind, text(long.bytes)]).toEqual(['tooLong', 'hell'])
    const broken = { arrayBuffer: () => Promise.reject(new Error('reset')) }
    expect(await readBody(response(broken), 4)).toMatchObject({
      kind: 'brokenOff',
      cause: { message: 'reset' },
    })
  })
})
