import type { Attributes, MeterProvider, TracerProvider } from '@opentelemetry/api'
import { metrics, trace } from '@opentelemetry/api'
import type { InstrumentedClient } from './InstrumentedClient.ts'
import { recordMetrics } from './recordMetrics.ts'
import { recordSpans } from './recordSpans.ts'

export interface InstrumentOptions {
  /** @defaultValue the global one */
  readonly tracerProvider?: TracerProvider | undefined
  /** @defaultValue the global one */
  readonly meterProvider?: MeterProvider | undefined
  /**
   * Whether each request has a span; `false` where the transport is instrumented already.
   * @defaultValue true
   */
  readonly spans?: boolean | undefined
  /** Added to everything, such as which of several accounts it is. Never a token. */
  readonly attributes?: Attributes | undefined
}

const scope = '@bando/core'

/**
 * Records the requests of `bando` with OpenTelemetry, by its semantic conventions for HTTP clients;
 * returns how to stop. A span is a child of what was active where the call was made, and ends when
 * the head of the answer is there.
 * @example const stop = instrumentBando(bando)
 */
export function instrumentBando(
  bando: InstrumentedClient,
  {
    tracerProvider = trace.getTracerProvider(),
    meterProvider = metrics.getMeterProvider(),
    spans = true,
    attributes = {},
  }: InstrumentOptions = {},
): () => void {
  const stops = [recordMetrics(bando, meterProvider.getMeter(scope), attributes)]
  if (spans) stops.push(recordSpans(bando, tracerProvider.getTracer(scope), attributes))
  return () => {
    for (const stop of stops) stop()
  }
}
