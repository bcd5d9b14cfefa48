import type { Bando, BandoOptions } from '@bando/core'
import { createBando, isBandoError } from '@bando/core'
import { BandoHttpService, BandoModule, BandoService } from '@bando/nest'
import type { BandoMutationMethod } from '@bando/react'
import { bandoMutationOptions, bandoQueryOptions } from '@bando/react'
import { fromBando } from '@bando/rxjs'
import type { INestApplicationContext, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { QueryClient } from '@tanstack/react-query'
import axios from 'axios'
import { lastValueFrom } from 'rxjs'
import { onTestFinished } from 'vitest'
import type { MethodRow } from './methods.ts'

export const path = '/things'
const body = { name: 'thing' }

/** Records the outcome of a call, each time that the caller is notified. */
export type Hear = (outcome: string) => void

export interface CallerRow {
  readonly name: string
  /** Whether the core reads the body, or its caller. */
  readonly reads: 'core' | 'caller'
  /** Whether the caller can pass a signal. */
  readonly takesSignal: boolean
  open(options: BandoOptions): Promise<Bando> | Bando
  call(bando: Bando, row: MethodRow, hear: Hear, signal: AbortSignal): void
}

function tell(promise: Promise<unknown>, hear: Hear): void {
  promise.then(
    () => hear('served'),
    (error: unknown) => hear(nameOf(error)),
  )
}

/**
 * Returns the code of our error; the status of another error response of the API; or the failure
 * while the caller read the body.
 */
function nameOf(error: unknown): string {
  if (isBandoError(error)) {
    const isStatus = error.code === 'http' || error.code === 'forbidden'
    return isStatus ? `status ${error.status}` : error.code
  }
  if (axios.isAxiosError(error)) {
    if (error.response) return `status ${error.response.status}`
    return isBandoError(error.cause) ? error.cause.code : 'broken off'
  }
  return error instanceof TypeError ? 'broken off' : String(error)
}

const headersOf = ({ idempotencyKey }: MethodRow): Record<string, string> =>
  idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }
const hasBody = ({ method }: MethodRow): boolean => ['POST', 'PUT', 'PATCH'].includes(method)
const withBody = (row: MethodRow): { body?: unknown } => (hasBody(row) ? { body } : {})

const nestApps = new WeakMap<Bando, INestApplicationContext>()

async function openNest(options: BandoOptions): Promise<Bando> {
  const app = await NestFactory.createApplicationContext(BandoModule.forRoot(options), { logger: false })
  onTestFinished(() => app.close())
  const { client } = app.get(BandoService)
  nestApps.set(client, app)
  return client
}

function nestOf<Provider>(bando: Bando, provider: Type<Provider>): Provider {
  const app = nestApps.get(bando)
  if (app === undefined) throw new Error('This client is of no Nest application.')
  return app.get(provider)
}

export const callers: readonly CallerRow[] = [
  {
    name: 'the core',
    reads: 'core',
    takesSignal: true,
    open: createBando,
    call: (bando, row, hear, signal) => {
      const { method, idempotencyKey } = row
      tell(bando.request(method, path, { ...withBody(row), idempotencyKey, signal }), hear)
    },
  },
  {
    name: 'bando.fetch',
    reads: 'caller',
    takesSignal: true,
    open: createBando,
    call: (bando, row, hear, signal) => {
      const sent = hasBody(row) ? { body: JSON.stringify(body) } : {}
      const read = async (): Promise<void> => {
        const response = await bando.fetch(path, {
          method: row.method,
          headers: headersOf(row),
          signal,
          ...sent,
        })
        await response.text()
        hear(response.ok ? 'served' : `status ${response.status}`)
      }
      read().catch((error: unknown) => hear(nameOf(error)))
    },
  },
  {
    name: 'axios over bando.fetch',
    reads: 'caller',
    takesSignal: true,
    open: createBando,
    call: (bando, row, hear, signal) => {
      const client = axios.create({ baseURL: bando.baseUrl, adapter: 'fetch', env: { fetch: bando.fetch } })
      const data = hasBody(row) ? body : undefined
      tell(client.request({ url: path, method: row.method, data, headers: headersOf(row), signal }), hear)
    },
  },
  {
    name: "Nest's BandoService",
    reads: 'core',
    takesSignal: true,
    open: openNest,
    call: (bando, row, hear, signal) => {
      const { method, idempotencyKey } = row
      tell(
        nestOf(bando, BandoService).request(method, path, { ...withBody(row), idempotencyKey, signal }),
        hear,
      )
    },
  },
  {
    name: "Nest's BandoService.rx",
    reads: 'core',
    takesSignal: true,
    open: openNest,
    call: (bando, row, hear, signal) => {
      const { method, idempotencyKey } = row
      const { rx } = nestOf(bando, BandoService)
      tell(lastValueFrom(rx.request(method, path, { ...withBody(row), idempotencyKey, signal })), hear)
    },
  },
  {
    name: "Nest's BandoHttpService",
    reads: 'caller',
    takesSignal: true,
    open: openNest,
    call: (bando, row, hear, signal) => {
      const http = nestOf(bando, BandoHttpService)
      const data = hasBody(row) ? body : undefined
      const request = { url: path, method: row.method, data, headers: headersOf(row), signal }
      tell(lastValueFrom(http.request(request)), hear)
    },
  },
  {
    name: 'RxJS',
    reads: 'core',
    takesSignal: true,
    open: createBando,
    call: (bando, row, hear, signal) => {
      const { method, idempotencyKey } = row
      fromBando(bando, path, { method, ...withBody(row), idempotencyKey, signal }).subscribe({
        next: () => hear('served'),
        error: (error: unknown) => hear(nameOf(error)),
      })
    },
  },
  {
    name: 'TanStack Query',
    reads: 'core',
    takesSignal: false,
    open: createBando,
    call: (bando, { method, idempotencyKey }, hear) => {
      const queryClient = new QueryClient()
      onTestFinished(() => queryClient.clear())
      if (method === 'GET' || method === 'HEAD') {
        tell(queryClient.fetchQuery(bandoQueryOptions(bando, path)), hear)
        return
      }
      const request = (): object => ({ body, idempotencyKey })
      const options = bandoMutationOptions(bando, method satisfies BandoMutationMethod, path, { request })
      tell(queryClient.getMutationCache().build(queryClient, options).execute(), hear)
    },
  },
]
