import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { HttpService } from '@nestjs/axios'
import axios from 'axios'
import axiosRetry from 'axios-retry'
import { lastValueFrom } from 'rxjs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startMock } from './setUp.ts'
import { failure, startHttp } from './setUpHttp.ts'

const everything = (value: unknown): string =>
  inspect(value, { depth: 20, showHidden: true, getters: true }) + JSON.stringify(value)

const echo = async (request: Request): Promise<Response> => {
  const type = request.headers.get('content-type')
  return Response.json({ method: request.method, url: request.url, type, body: await request.text() })
}
const routes = Object.fromEntries(
  ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'].map((method) => [`${method} /echo`, echo]),
)

describe('BandoHttpService', () => {
  it('is an HttpService whose requests carry the token', async () => {
    const { mock, http } = await startHttp()
    expect(http).toBeInstanceOf(HttpService)
    const response = await lastValueFrom(http.get<{ coolness: number }>('/coolness', { params: { id: 7 } }))
    expect(response).toMatchObject({ status: 200, data: { coolness: expect.any(Number) } })
    expect(response.headers['content-type']).toContain('application/json')
    expect(mock.log).toMatchObject([{ status: 200, path: '/coolness', credential: expect.any(String) }])
  })

  it('has every method, and sends the body that axios would send', async () => {
    const { http } = await startHttp({ routes })
    const form = new FormData()
    form.set('name', 'value')
    const json = { a: 1 }
    const answers = [
      http.get('/echo'),
      http.delete('/echo'),
      http.post('/echo', json),
      http.put('/echo', json),
      http.patch('/echo', json),
      http.request({ url: '/echo', method: 'PUT', data: 'text' }),
      http.post('/echo', new URLSearchParams({ a: '1' })),
      http.post('/echo', Buffer.from('bytes')),
      http.post('/echo', Readable.from(['a ', 'stream'])),
      http.post('/echo', form),
      http.postForm('/echo', json),
      http.head('/echo'),
    ]
    const seen: unknown[] = []
    for (const answer$ of answers) {
      const { data } = await lastValueFrom(answer$)
      seen.push(data === '' ? '' : [data.method, data.type?.split(';')[0] ?? null, data.body])
    }
    const part = expect.stringMatching(/name="name"\r\n\r\nvalue\r\n/)
    const jsonType = 'application/json'
    const formType = 'application/x-www-form-urlencoded'
    expect(seen).toEqual([
      ['GET', null, ''],
      ['DELETE', null, ''],
      ['POST', jsonType, '{"a":1}'],
      ['PUT', jsonType, '{"a":1}'],
      ['PATCH', jsonType, '{"a":1}'],
      ['PUT', formType, 'text'],
      ['POST', formType, 'a=1'],
      ['POST', formType, 'bytes'],
      ['POST', formType, 'a stream'],
      ['POST', 'multipart/form-data', part],
      ['POST', 'multipart/form-data', expect.stringMatching(/name="a"\r\n\r\n1\r\n/)],
      '',
    ])
  })

  it('returns the data that axios returns on Node, by responseType', async () => {
    const { http } = await startHttp({ routes: { 'GET /text': () => new Response('\uFEFFtext') } })
    const get = async (responseType?: 'arraybuffer' | 'stream' | 'text'): Promise<unknown> =>
      (await lastValueFrom(http.get('/text', { ...(responseType && { responseType }) }))).data
    expect(await get()).toBe('text')
    expect(await get('text')).toBe('text')
    expect(await get('arraybuffer')).toEqual(Buffer.from('\uFEFFtext'))
    const stream = await get('stream')
    expect(stream).toBeInstanceOf(Readable)
    expect(await text(stream as Readable)).toBe('text')
  })

  it('adds the token after request interceptors, and removes it before response interceptors', async () => {
    const { mock, http, token } = await startHttp()
    const seen: string[] = []
    http.axiosRef.interceptors.request.use((config) => {
      seen.push(everything(config))
      return config
    })
    http.axiosRef.interceptors.response.use((response) => {
      seen.push(everything(response))
      return response
    })
    await lastValueFrom(http.get('/coolness'))
    expect(mock.log).toMatchObject([{ status: 200, credential: expect.any(String) }])
    expect(seen).toHaveLength(2)
    expect(seen.join('')).not.toContain(token)
  })

  it('ignores the defaults of the global axios, and refuses a token of the caller', async () => {
    const { mock, http } = await startHttp()
    const { defaults } = axios
    const before = { params: defaults.params, common: { ...defaults.headers.common } }
    onTestFinished(() => {
      Object.assign(defaults, { params: before.params })
      defaults.headers.common = before.common
    })
    Object.assign(defaults, { params: { theirs: 1 } })
    defaults.headers.common['Authorization'] = 'Bearer theirs'
    await lastValueFrom((await startHttp()).http.get('/coolness'))
    const error = await failure(
      lastValueFrom(http.get('/coolness', { headers: { Authorization: 'Bearer mine' } })),
    )
    expect(error).toMatchObject({ code: 'ERR_BANDO_CONFIG', cause: { code: 'config', sent: false } })
    expect(mock.log).toEqual([])
  })

  it('refuses another origin, and sends nothing there', async () => {
    const { http } = await startHttp()
    const other = await startMock()
    const error = await failure(lastValueFrom(http.get(`${other.url}/coolness`)))
    expect(error.cause).toMatchObject({ code: 'config', sent: false })
    expect(other.mock.log).toEqual([])
  })

  it('rejects with an AxiosError by validateStatus, without a token that the API echoes', async () => {
    const leak = (request: Request, status: number): Response => {
      const authorization = request.headers.get('authorization') ?? ''
      return Response.json({ authorization }, { status, headers: { 'X-Echo': authorization } })
    }
    const { http, token } = await startHttp({
      routes: {
        'GET /missing': (request: Request) => leak(request, 404),
        'GET /found': (request: Request) => leak(request, 200),
      },
    })
    const error = await failure(lastValueFrom(http.get('/missing')))
    expect(error).toMatchObject({ code: 'ERR_BAD_REQUEST', response: { status: 404 } })
    expect(error.response?.data).toEqual({ authorization: 'Bearer …' })
    expect(everything(error)).not.toContain(token)
    const accepted = await lastValueFrom(http.get('/missing', { validateStatus: () => true }))
    expect(accepted.status).toBe(404)
    const refused = await failure(lastValueFrom(http.get('/found', { validateStatus: () => false })))
    expect(refused).toMatchObject({ response: { status: 200, headers: { 'x-echo': 'Bearer …' } } })
    expect(everything(refused)).not.toContain(token)
  })

  it.each([
    ['a rejected token', { token: 'bando_revoked' }, 'ERR_BANDO_REJECTED', 'rejected'],
    [
      'a spent budget',
      { limit: { requests: 1, windowMs: 3_600_000 }, maxWaitMs: 0 },
      'ERR_BANDO_LIMIT',
      'limit',
    ],
    ['no connection', { baseUrl: 'http://127.0.0.1:1' }, 'ECONNREFUSED', 'network'],
  ])('rejects with an AxiosError whose cause says what happened: %s', async (_, options, code, cause) => {
    const { http, token } = await startHttp({}, options)
    await lastValueFrom(http.get('/coolness')).catch(() => {})
    const error = await failure(lastValueFrom(http.get('/coolness', { params: { id: 2 } })))
    expect(error).toMatchObject({ code, cause: { code: cause } })
    expect(error.response).toBeUndefined()
    expect(everything(error)).not.toContain(token)
    expect(everything(error)).not.toContain('bando_revoked')
  })

  it('sends a bad token once for any number of calls', async () => {
    const { mock, http } = await startHttp({}, { token: 'bando_revoked' })
    const ids = Array.from({ length: 20 }, (_, id) => id)
    await Promise.all(ids.map((id) => failure(lastValueFrom(http.get('/coolness', { params: { id } })))))
    expect(mock.log.map(({ status }) => status)).toEqual([401])
  })

  it('takes a permit for each retry of axios-retry', async () => {
    const limit = { requests: 3, windowMs: 3_600_000 }
    const { mock, http } = await startHttp(
      { limit, headers: 'none' },
      { limit, maxWaitMs: 0, retry: { attempts: 1 } },
    )
    axiosRetry(http.axiosRef, { retries: 9, retryDelay: () => 1 })
    mock.faults.add({ status: 503 })
    const error = await failure(lastValueFrom(http.get('/coolness')))
    expect(error.cause).toMatchObject({ code: 'limit' })
    expect(mock.log.map(({ status }) => status)).toEqual([503, 503, 503])
  })
})
