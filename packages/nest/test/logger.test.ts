import { memoryStore } from '@bando/core'
import type { ConsoleLoggerOptions } from '@nestjs/common'
import { ConsoleLogger } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { lastValueFrom } from 'rxjs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { BandoModuleOptions } from '../src/index.ts'
import { BandoHttpService, BandoModule, BandoService } from '../src/index.ts'
import { startMock } from './setUp.ts'

/** A module that logs as a new application does; gives what was written, line by line. */
async function start(
  options: BandoModuleOptions,
  loggerOptions: ConsoleLoggerOptions = {},
): Promise<{ bando: BandoService; lines: () => string[] }> {
  const written: string[] = []
  const write = (text: string | Uint8Array): boolean => written.push(String(text)) > 0
  vi.spyOn(process.stdout, 'write').mockImplementation(write)
  vi.spyOn(process.stderr, 'write').mockImplementation(write)
  const moduleRef = await Test.createTestingModule({
    imports: [BandoModule.forRoot({ store: memoryStore(), ...options })],
  })
    .setLogger(new ConsoleLogger({ colors: false, ...loggerOptions }))
    .compile()
  onTestFinished(() => moduleRef.close())
  return {
    bando: moduleRef.get(BandoService),
    lines: () =>
      written
        .join('')
        .split('\n')
        .filter((line) => /Bando\b/.test(line)),
  }
}

describe("Nest's logger", () => {
  it('logs nothing for a successful request', async () => {
    const { url, token } = await startMock()
    const { bando, lines } = await start({ baseUrl: url, token })
    await bando.get('/coolness')
    await lastValueFrom(bando.rx.get('/coolness', { query: { id: 2 } }))
    await lastValueFrom(new BandoHttpService(bando).get('/coolness'))
    expect(lines()).toEqual([])
  })

  it('logs each request if logLevels has `debug`', async () => {
    const { url, token } = await startMock()
    const { bando, lines } = await start({ baseUrl: url, token, logLevels: ['debug'] })
    await bando.get('/coolness')
    expect(lines()).toEqual([
      expect.stringMatching(/DEBUG \[Bando\] GET http.*\/coolness is sent/),
      expect.stringMatching(/DEBUG \[Bando\] GET http.*\/coolness was answered 200/),
    ])
  })

  it('logs a rejected token in one record of JSON, without the token', async () => {
    const { url } = await startMock()
    const { bando, lines } = await start({ baseUrl: url, token: 'bando_s3cret' }, { json: true })
    await bando.get('/coolness').catch(() => {})
    const records = lines().map((line) => JSON.parse(line) as unknown)
    expect(records).toEqual([
      expect.objectContaining({
        level: 'error',
        context: 'Bando',
        message: expect.stringContaining('(401)'),
      }),
    ])
    expect(lines().join('')).not.toContain('s3cret')
  })

  it('logs an error of a listener, without the token in its message', async () => {
    const { url, token } = await startMock()
    const { bando, lines } = await start({ baseUrl: url, token }, { json: true })
    bando.client.on('response', () => {
      throw new Error(`I know ${token}`)
    })
    await bando.get('/coolness')
    await expect.poll(lines).toHaveLength(1)
    expect(lines()[0]).toContain('I know …')
  })
})
