import { inspect } from 'node:util'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { StandardSchema } from '../index.ts'
import { schemas } from '../call/schemas.testing.ts'
import { failure, heldBack, json, setUp } from '../call/setUp.testing.ts'

const libraries = Object.entries(schemas)

/** A schema that answers with `result`. */
const schemaOf = (validate: StandardSchema['~standard']['validate']): StandardSchema => ({
  '~standard': { version: 1, vendor: 'test', validate },
})

describe.each(libraries)('a schema of %s', (_, schema) => {
  it('makes the data', async () => {
    const { bando } = setUp(() => json({ coolness: 11 }))
    expect(await bando.get('/a', { schema })).toMatchObject({
      data: { coolness: '11' },
      status: 200,
      attempts: 1,
    })
  })

  it('tells what does not fit, by its place and not by its value', async () => {
    const { bando, requests } = setUp(() => json({ coolness: 's3cret' }, 200, { 'x-request-id': '7' }))
    const error = await failure(bando.get('/a', { schema }))
    expect(error).toMatchObject({
      name: 'BandoSchemaError',
      code: 'schema',
      sent: true,
      status: 200,
      attempts: 1,
      retryable: false,
      issues: [{ path: ['coolness'], message: expect.stringMatching(/number/) }],
      message:
        "GET https://api.bando.cool/a was answered (200) with a body that does not fit the schema, at coolness. Look into the error's `issues`, and correct the schema or the server.",
    })
    expect((error as { headers: Headers }).headers.get('x-request-id')).toBe('7')
    expect(inspect(error, { depth: 20 }) + JSON.stringify(error)).not.toContain('s3cret')
    expect(requests).toHaveLength(1)
  })
})

describe('a schema', () => {
  it.each([
    ['zod', z.object({ id: z.number().refine((id) => Promise.resolve(id < 5)) })],
    [
      'valibot',
      v.objectAsync({
        id: v.pipeAsync(
          v.number(),
          v.checkAsync((id) => Promise.resolve(id < 5)),
        ),
      }),
    ],
  ])('may take its time: %s', async (_, schema: StandardSchema) => {
    const { bando } = setUp(({ url }) => json({ id: url.pathname === '/small' ? 4 : 5 }))
    expect(await bando.get('/small', { schema })).toMatchObject({ data: { id: 4 } })
    expect(await failure(bando.get('/large', { schema }))).toMatchObject({ issues: [{ path: ['id'] }] })
  })

  it('that takes too long is left by an abort', async () => {
    const held = heldBack()
    const { bando, clock } = setUp(() => json({}))
    const controller = new AbortController()
    const schema = schemaOf(() => held.promise.then((value) => ({ value })))
    const failed = failure(bando.get('/a', { schema, signal: controller.signal }))
    await clock.advance(0)
    controller.abort(new Error('enough'))
    expect(await failed).toMatchObject({ message: 'enough' })
  })

  it.each(['get', 'post'] as const)(
    'that takes longer than deadlineMs is not waited for: %s',
    async (method) => {
      const { bando, clock } = setUp(() => json({}))
      const schema = schemaOf(() => new Promise(() => {}))
      const failed = failure(bando.request(method, '/a', { schema, deadlineMs: 1000 }))
      await clock.advance(1000)
      expect(await failed).toMatchObject({
        code: 'timeout',
        timeLimit: 'deadlineMs',
        sent: true,
        attempts: 1,
      })
      expect(clock.pending).toBe(0)
    },
  )

  it('that throws is heard as it is', async () => {
    const { bando } = setUp(() => json({}))
    const mistake = new Error('a mistake in the schema')
    const schema = schemaOf(() => {
      throw mistake
    })
    expect(await failure(bando.get('/a', { schema }))).toBe(mistake)
  })

  it('is asked about nothing too, and not about an answer that is no success', async () => {
    const asked: unknown[] = []
    const schema = schemaOf((value) => {
      asked.push(value)
      return { value: 'made of nothing' }
    })
    const { bando } = setUp((_, index) => (index === 0 ? new Response(null, { status: 204 }) : json({}, 404)))
    expect(await bando.put('/a', {}, { schema })).toMatchObject({ data: 'made of nothing' })
    expect(await failure(bando.put('/a', {}, { schema }))).toMatchObject({ code: 'http' })
    expect(asked).toEqual([undefined])
  })

  it('of each who joins is its own', async () => {
    const { bando, requests } = setUp(() => json({ coolness: 11 }))
    const [made, plain, refused] = await Promise.all([
      bando.get('/a', { schema: schemas.zod }),
      bando.get('/a'),
      failure(bando.get('/a', { schema: type({ warmth: 'number' }) })),
    ])
    expect([made.data, plain.data]).toEqual([{ coolness: '11' }, { coolness: 11 }])
    expect(refused).toMatchObject({ code: 'schema', issues: [{ path: ['warmth'] }] })
    expect(requests).toHaveLength(1)
  })

  const at = (...path: (PropertyKey | { key: PropertyKey })[]) => ({ message: 'm', path })

  it.each([
    ['as a whole', [{ message: 'm' }]],
    ['at items[0].name', [at('items', 0, { key: 'name' })]],
    ['at a["b c"].d, at [1]', [at('a', 'b c', 'd'), at(1), at({ key: 1 })]],
    ['at a, at b, at c, at d, at e', 'abcde'.split('').map((key) => at(key))],
    ['at a, at b, at c, at d, at e, and at 2 more places', 'abcdefg'.split('').map((key) => at(key))],
  ])('that is not met says so %s', async (places, issues) => {
    const { bando } = setUp(() => json({}))
    expect(await failure(bando.get('/a', { schema: schemaOf(() => ({ issues })) }))).toMatchObject({
      message: expect.stringContaining(`does not fit the schema, ${places}. Look`),
    })
  })

  it.each([
    [
      { schema: {} as StandardSchema },
      /^schema: needs one that keeps to Standard Schema.* Found object without/,
    ],
    [{ schema: null as unknown as StandardSchema }, /^schema: needs one/],
    [{ schema: schemas.zod, as: 'text' as 'json' }, /^schema: checks JSON, .* Found "text"\.$/],
  ])('that cannot work is refused at the call: %o', async (options, message) => {
    const { bando, requests } = setUp(() => json({}))
    expect(await failure(bando.get('/a', options))).toMatchObject({
      code: 'config',
      message: expect.stringMatching(message),
    })
    expect(requests).toHaveLength(0)
  })
})
