import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { MetricData, ScopeMetrics } from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { onTestFinished } from 'vitest'
import { setUp } from '../call/setUp.testing.ts'
import type { BandoOptions } from '../index.ts'
import type { ScriptedRequest } from '../testing/index.ts'
import type { InstrumentOptions } from './index.ts'
import { instrumentBando } from './index.ts'

/** The providers of an application, and what they have recorded. */
export function exporters() {
  const spans = new InMemorySpanExporter()
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const tracerProvider = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: spans })],
  })
  const meterProvider = new MeterProvider({ readers: [reader] })
  onTestFinished(() => meterProvider.shutdown())
  const collect = async (): Promise<ScopeMetrics[]> => {
    exporter.reset()
    await reader.forceFlush()
    return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics)
  }
  const metric = async (name: string): Promise<MetricData | undefined> =>
    (await collect()).flatMap((scope) => scope.metrics).find(({ descriptor }) => descriptor.name === name)
  return {
    tracerProvider,
    meterProvider,
    metric,
    measured: async (name: string) => [...((await metric(name))?.dataPoints ?? [])],
    scopes: async () => (await collect()).map(({ scope }) => scope.name),
    finished: () => spans.getFinishedSpans(),
  }
}

interface Surroundings {
  readonly client?: BandoOptions
  readonly instrument?: typeof instrumentBando
}

/** A client whose requests are recorded. */
export function instrumented(
  answer: (request: ScriptedRequest, index: number) => Response | Promise<Response>,
  options: InstrumentOptions = {},
  { client = {}, instrument = instrumentBando }: Surroundings = {},
) {
  const { tracerProvider, meterProvider, ...recorded } = exporters()
  const { bando, clock } = setUp(answer, { retry: { attempts: 2, baseMs: 0 }, ...client })
  const stop = instrument(bando, { tracerProvider, meterProvider, ...options })
  onTestFinished(stop)
  return { bando, clock, stop, tracer: tracerProvider.getTracer('test'), ...recorded }
}
