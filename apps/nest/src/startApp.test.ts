import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import request from 'supertest'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { RunningApp } from './startApp.ts'
import { startApp } from './startApp.ts'

async function start(
  options: MockOptions = {},
  variables: (token: string) => Record<string, string> = (token) => ({ BANDO_TOKEN: token }),
): Promise<{ app: RunningApp; mock: Mock; token: string }> {
  const mock = createMock(options)
  const api = await mock.listen()
  const token = mock.tokens.issue()
  const app = await startApp({ BANDO_URL: api.url, PORT: '0', ...variables(token) })
  onTestFinished(async () => {
    await app.close()
    await api.close()
  })
  return { app, mock, token }
}

describe('the service', () => {
  it('serves the coolness, shows what it knows, and turns a spent budget into a 429 of its own', async () => {
    const limit = { requests: 3, windowMs: 3_600_000 }
    const { app, mock } = await start({ limit })
    const ask = (id: number): request.Test => request(app.url).get('/coolness').query({ id })
    expect((await ask(1)).body).toMatchObject({ coolness: expect.any(Number) })
    expect((await request(app.url).get('/status')).body).toMatchObject({
      auth: { status: 'verified' },
      limit: { requests: 3, remaining: 2, source: 'advertised' },
    })
    const statuses = await Promise.all([2, 3, 4, 5].map(async (id) => (await ask(id)).status))
    expect(statuses.sort((a, b) => a - b)).toEqual([200, 200, 429, 429])
    const refused = await ask(6)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(2900)
    expect(refused.headers['content-type']).toContain('application/problem+json')
    expect(mock.log.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('is healthy until its token is rejected, and never asks the API to know', async () => {
    const { app, mock, token } = await start()
    expect((await request(app.url).get('/health')).status).toBe(200)
    mock.tokens.revoke(token)
    expect((await request(app.url).get('/coolness')).status).toBe(503)
    const { status, body } = await request(app.url).get('/health')
    expect(status).toBe(503)
    expect(body).toMatchObject({ error: { bando: { auth: 'rejected', lastError: { code: 'rejected' } } } })
    expect(mock.log).toHaveLength(1)
  })

  it('reads its token from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bando-token-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'token')
    const { app, token } = await start({}, () => ({ BANDO_TOKEN_FILE: file }))
    await writeFile(file, `${token}\n`)
    expect((await request(app.url).get('/coolness')).status).toBe(200)
  })

  it.each([
    ['no token', {}, /BANDO_TOKEN and BANDO_TOKEN_FILE are not set/],
    ['a port that is none', { BANDO_TOKEN: 'bando_a', PORT: 'http' }, /PORT: .*Found "http"/],
    ['a format of logs that it does not know', { BANDO_TOKEN: 'bando_a', LOG_FORMAT: 'xml' }, /LOG_FORMAT/],
  ])('does not start with %s', async (_, variables, message) => {
    await expect(startApp(variables)).rejects.toThrow(message)
  })
})
