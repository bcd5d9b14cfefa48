import 'reflect-metadata'
import { getRequestListener } from '@hono/node-server'
import { createBando } from '@bando/core'
import { createMock } from '@bando/mock'
import { BandoHttpService, BandoModule, BandoService } from '@bando/nest'
import { NestFactory } from '@nestjs/core'
import { lastValueFrom } from 'rxjs'
import { expect, it, onTestFinished } from 'vitest'

it('a JSON body is read as JSON where a library has replaced the global Response', async () => {
  // Replaces it by one that writes a `Content-Type` of its own.
  getRequestListener(() => new Response())
  expect(new Response(new ReadableStream()).headers.get('content-type')).toMatch(/^text\/plain/)
  const mock = createMock()
  const { url, close } = await mock.listen()
  const options = { baseUrl: url, token: mock.tokens.issue() }
  const bando = createBando(options)
  const nest = await NestFactory.createApplicationContext(BandoModule.forRoot(options), { logger: false })
  onTestFinished(async () => {
    await nest.close()
    await bando.close()
    await close()
  })
  const of = (of: string): { query: { of: string } } => ({ query: { of } })
  const coolness = { coolness: expect.any(Number) as number }
  expect((await bando.get('/coolness', of('the core'))).data).toMatchObject(coolness)
  expect(await (await bando.fetch('/coolness?of=fetch')).json()).toMatchObject(coolness)
  expect((await nest.get(BandoService).get('/coolness', of('the service'))).data).toMatchObject(coolness)
  const { data, headers } = await lastValueFrom(nest.get(BandoHttpService).get<unknown>('/coolness'))
  expect([data, headers['content-type']]).toEqual([expect.objectContaining(coolness), 'application/json'])
})
