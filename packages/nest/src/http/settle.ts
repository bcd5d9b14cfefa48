import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { AxiosHeaders } from 'axios'
import { statusAxiosError } from './axios-errors.ts'

export interface SettleOptions {
  readonly config: InternalAxiosRequestConfig
  readonly redact: (text: string) => string
}

/**
 * Returns axios' response, or throws it as an AxiosError, without the token, if `validateStatus`
 * does not accept its status.
 */
export function settle(response: Response, data: unknown, { config, redact }: SettleOptions): AxiosResponse {
  const { status, statusText } = response
  const { validateStatus } = config
  const isAccepted = !validateStatus || validateStatus(status)
  const shown = isAccepted ? (text: string): string => text : redact
  const made: AxiosResponse = {
    data: typeof data === 'string' ? shown(data) : data,
    status,
    statusText,
    headers: toHeaders(response.headers, shown),
    config,
  }
  if (isAccepted) return made
  throw statusAxiosError(made, config)
}

function toHeaders(headers: Headers, shown: (text: string) => string): AxiosHeaders {
  const copied = new AxiosHeaders()
  for (const [name, value] of headers) if (name !== 'set-cookie') copied.set(name, shown(value))
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) copied.set('set-cookie', cookies.map(shown))
  return copied
}
