import type { Attributes, BatchObservableCallback, Meter } from '@opentelemetry/api'
import type { BandoEvents } from '../observe/events.ts'
import { requestAttributes, responseAttributes, noResponseAttributes } from './attributes.ts'
import type { InstrumentedClient } from './InstrumentedClient.ts'

/** In seconds, as the semantic conventions advise for HTTP. */
const durationBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
/** Waiting for a budget takes longer: up to its window. */
const waitBoundaries = [0.1, 1, 5, 10, 30, 60, 300, 600, 1800, 3600]

/** How long requests take and wait, how they are refused, and what is left of the budget. */
export function recordMetrics(bando: InstrumentedClient, meter: Meter, own: Attributes): () => void {
  const duration = meter.createHistogram('http.client.request.duration', {
    unit: 's',
    description: 'Duration of HTTP client requests.',
    advice: { explicitBucketBoundaries: durationBoundaries },
  })
  const wait = meter.createHistogram('bando.client.wait.duration', {
    unit: 's',
    description: 'How long requests waited for the budget.',
    advice: { explicitBucketBoundaries: waitBoundaries },
  })
  const { 'http.request.method': _, ...server } = requestAttributes('', bando.baseUrl)
  const client = { ...own, ...server }
  const took = (
    { method, url, durationMs }: BandoEvents['response'] | BandoEvents['noResponse'],
    end: Attributes,
  ): void => duration.record(durationMs / 1000, { ...own, ...requestAttributes(method, url), ...end })
  const stops = [
    bando.on('request', ({ waitedMs }) => wait.record(waitedMs / 1000, client)),
    bando.on('response', (event) => took(event, responseAttributes(event))),
    bando.on('noResponse', (event) => took(event, noResponseAttributes(event))),
    observeState(bando, meter, client),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** What is left of the budget, read whenever metrics are collected. */
function observeState(bando: InstrumentedClient, meter: Meter, client: Attributes): () => void {
  const limit = meter.createObservableGauge('bando.client.limit', {
    unit: '{request}',
    description: 'Requests allowed in a window.',
  })
  const remaining = meter.createObservableGauge('bando.client.remaining', {
    unit: '{request}',
    description: 'Requests left now.',
  })
  const waiting = meter.createObservableGauge('bando.client.waiting', {
    unit: '{request}',
    description: 'Calls waiting for the budget.',
  })
  const observe: BatchObservableCallback = (result) => {
    const { state } = bando
    result.observe(limit, state.limit.requests, client)
    result.observe(remaining, state.limit.remaining, client)
    result.observe(waiting, state.queue.waiting, client)
  }
  const gauges = [limit, remaining, waiting]
  meter.addBatchObservableCallback(observe, gauges)
  return () => meter.removeBatchObservableCallback(observe, gauges)
}
