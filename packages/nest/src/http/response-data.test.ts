import { once } from 'node:events'
import { Readable } from 'node:stream'
import type { InternalAxiosRequestConfig } from 'axios'
import { AxiosHeaders } from 'axios'
import { expect, it } from 'vitest'
import { AxiosCall } from './axios-call.ts'
import { responseData } from './response-data.ts'

const limits = { timeoutMs: 30_000, maxBodyBytes: Infinity }

it.each([
  ['with an error', new Error('cut'), 'cut'],
  ['without an error', undefined, 'Premature close'],
])('a body that ends %s before it is read fails the request', async (_, error, message) => {
  const config: InternalAxiosRequestConfig = { headers: new AxiosHeaders() }
  const call = new AxiosCall(config, undefined)
  const data = new Readable({ read() {} })
  call.keep({ data, status: 200, statusText: '', headers: {}, config }, (failure) => failure as Error)
  // `once` would listen for errors, too.
  const closed = new Promise((resolve) => data.on('close', resolve))
  data.destroy(error)
  await closed
  await expect(responseData(new Response(), call, limits)).rejects.toThrow(message)
})

it('gives a body that ends well', async () => {
  const config: InternalAxiosRequestConfig = { headers: new AxiosHeaders() }
  const call = new AxiosCall(config, undefined)
  const data = Readable.from([Buffer.from('all')])
  call.keep({ data, status: 200, statusText: '', headers: {}, config }, (failure) => failure as Error)
  const read = responseData(new Response(), call, limits)
  await once(data, 'close')
  expect(await read).toBe('all')
})
