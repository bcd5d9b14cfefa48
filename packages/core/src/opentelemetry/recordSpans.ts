import type { Attributes, Span, Tracer } from '@opentelemetry/api'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { requestAttributes, responseAttributes, noResponseAttributes } from './attributes.ts'
import type { InstrumentedClient } from './InstrumentedClient.ts'

/** A span for each request on the wire, retries and probes included. */
export function recordSpans(bando: InstrumentedClient, tracer: Tracer, own: Attributes): () => void {
  const open = new Map<number, Span>()
  const end = (id: number, attributes: Attributes): void => {
    const span = open.get(id)
    open.delete(id)
    span?.setAttributes(attributes)
    if ('error.type' in attributes) span?.setStatus({ code: SpanStatusCode.ERROR })
    span?.end()
  }
  const stops = [
    bando.on('request', ({ id, method, url, attempt, waitedMs }) => {
      const attributes: Attributes = {
        ...own,
        ...requestAttributes(method, url),
        'url.full': url,
        'bando.wait.duration': waitedMs / 1000,
        ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
      }
      open.set(id, tracer.startSpan(method, { kind: SpanKind.CLIENT, attributes }))
    }),
    bando.on('response', (event) => end(event.id, responseAttributes(event))),
    bando.on('noResponse', (event) => end(event.id, noResponseAttributes(event))),
  ]
  return () => {
    for (const stop of stops) stop()
    for (const span of open.values()) span.end()
    open.clear()
  }
}
