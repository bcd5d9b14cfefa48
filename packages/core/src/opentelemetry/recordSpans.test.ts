import { diag, DiagLogLevel } from '@opentelemetry/api'
import { expect, it, onTestFinished, vi } from 'vitest'
import { heldBack, json, setUp } from '../call/setUp.testing.ts'
import { ManualClock } from '../testing/index.ts'
import { exporters, instrumented } from './instrumented.testing.ts'
import { instrumentBando } from './index.ts'

/** Hears what OpenTelemetry complains of, such as a span that is ended twice. */
function complaints() {
  const complain = vi.fn<(message: string) => void>()
  const logger = { error: complain, warn: complain, info() {}, debug() {}, verbose() {} }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  onTestFinished(() => diag.disable())
  return complain
}

it('says how many seconds a request waited before it was sent', async () => {
  const clock = new ManualClock()
  const sentAt: number[] = []
  const answer = (): Response => {
    sentAt.push(clock.now())
    return json({})
  }
  const limit = { requests: 1, windowMs: 2500 }
  const { bando, finished } = instrumented(answer, {}, { client: { clock, limit } })
  await bando.get('/a')
  const second = bando.get('/b')
  await clock.advance(5000)
  await second
  expect(sentAt[1]).toBeGreaterThanOrEqual(2500)
  expect(finished().map(({ attributes }) => attributes['bando.wait.duration'])).toEqual(
    sentAt.map((at) => at / 1000),
  )
})

it('adds the attributes of the application to every span', async () => {
  const { bando, finished } = instrumented(() => json({}), { attributes: { 'bando.account': 'mine' } })
  await bando.get('/a')
  expect(finished()).toMatchObject([{ attributes: { 'bando.account': 'mine' } }])
})

it('ends the span of a response once, also if it stops later', async () => {
  const complain = complaints()
  const { bando, stop, finished } = instrumented(() => json({}))
  await bando.get('/a')
  stop()
  expect(finished()).toHaveLength(1)
  expect(complain).not.toHaveBeenCalled()
})

it('ends a span that is open once, also if it is stopped twice', async () => {
  const complain = complaints()
  const { promise, release } = heldBack()
  const { bando, clock, stop, finished } = instrumented(() => promise)
  const call = bando.get('/a')
  await clock.advance(0)
  stop()
  stop()
  release()
  await call
  expect(finished()).toHaveLength(1)
  expect(complain).not.toHaveBeenCalled()
})

it('has no span for a request that was sent before it began, and does not fail at its response', async () => {
  const error = vi.fn<(message: string) => void>()
  const { promise, release } = heldBack()
  const { bando, clock } = setUp(() => promise, { logger: { debug() {}, info() {}, warn() {}, error } })
  const call = bando.get('/a')
  await clock.advance(0)
  const { finished, tracerProvider, meterProvider } = exporters()
  onTestFinished(instrumentBando(bando, { tracerProvider, meterProvider }))
  release(json({}, 404))
  await call.catch(() => {})
  expect(finished()).toEqual([])
  expect(error).not.toHaveBeenCalled()
})
