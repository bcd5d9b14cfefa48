import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { AxiosHeaders } from 'axios'
import type { NodeResponse } from '../axios/response-keeper.ts'
import { statusAxiosError } from './axios-errors.ts'

export interface SettleOptions {
  readonly config: InternalAxiosRequestConfig
  readonly redact: (text: string) => string
}

/**
 * Returns axios' response, or throws it as an AxiosError, without the token, if `validateStatus`
 * does not accept its status.
 */
export function settle(
  response: Response | NodeResponse,
  data: unknown,
  { config, redact }: SettleOptions,
): AxiosResponse {
  const { status, statusText } = response
  const { validateStatus } = config
  const headers = toHeaders(response.headers)
  if (!validateStatus || validateStatus(status)) return { data, status, statusText, headers, config }
  const shown = typeof data === 'string' ? redact(data) : data
  throw statusAxiosError(
    { data: shown, status, statusText, headers: redacted(headers, redact), config },
    config,
  )
}

function toHeaders(headers: Headers | NodeResponse['headers']): AxiosHeaders {
  if (!(headers instanceof Headers)) return AxiosHeaders.from(headers as AxiosHeaders)
  const copied = new AxiosHeaders()
  for (const [name, value] of headers) if (name !== 'set-cookie') copied.set(name, value)
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) copied.set('set-cookie', cookies)
  return copied
}

function redacted(headers: AxiosHeaders, redact: (text: string) => string): AxiosHeaders {
  const shown = new AxiosHeaders()
  for (const [name, value] of headers)
    shown.set(name, Array.isArray(value) ? value.map(redact) : redact(String(value)))
  return shown
}
