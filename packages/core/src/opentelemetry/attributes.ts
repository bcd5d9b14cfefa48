import type { Attributes } from '@opentelemetry/api'
import type { BandoEvents } from '../observe/events.ts'

/** Where a request goes, as the semantic conventions for HTTP name it. */
export function requestAttributes(method: string, url: string): Attributes {
  const { hostname, port, protocol } = new URL(url)
  return {
    'http.request.method': method,
    'server.address': hostname,
    'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  }
}

/** How it ended. From 400 on a status is an error for a client. */
export function responseAttributes({ status }: BandoEvents['response']): Attributes {
  return {
    'http.response.status_code': status,
    ...(status >= 400 && { 'error.type': String(status) }),
  }
}

/** That it ended without an answer. */
export function noResponseAttributes({ sent }: BandoEvents['noResponse']): Attributes {
  return { 'error.type': sent ? 'noResponse' : 'unsent' }
}
