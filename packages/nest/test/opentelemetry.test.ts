import { memoryStore } from '@bando/core'
import { instrumentBando } from '@bando/core/opentelemetry'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { Test } from '@nestjs/testing'
import { expect, it } from 'vitest'
import { BandoModule, BandoService } from '../src/index.ts'
import { startMock } from './setUp.ts'

it('instruments the client from the start to the shutdown', async () => {
  const { url, token } = await startMock()
  const exporter = new InMemorySpanExporter()
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
  const moduleRef = await Test.createTestingModule({
    imports: [
      BandoModule.forRoot({
        baseUrl: url,
        token,
        store: memoryStore(),
        instrument: (client) => instrumentBando(client, { tracerProvider }),
      }),
    ],
  }).compile()
  const { client } = moduleRef.get(BandoService)
  await client.get('/coolness')
  const spans = exporter.getFinishedSpans()
  expect(spans.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([200])
  expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain(token)
  await moduleRef.close()
})
