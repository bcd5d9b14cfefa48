import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { Answer } from '../../answers/Answer.ts'
import { bodyFor } from '../../bodies/bodyFor.ts'
import { dripping } from '../../bodies/dripping.ts'
import type { Breakage } from '../../faults/Fault.ts'
import type { Delivery } from '../Delivery.ts'
import { deliverBroken } from './deliverBroken.ts'
import { fieldsOf } from './fieldsOf.ts'

/** Sends a response, broken if a fault says so. */
export function deliver(
  { answer, breakage }: Delivery,
  incoming: IncomingMessage,
  response: ServerResponse,
): void | Promise<void> {
  if (response.destroyed) return discard(answer)
  if (breakage !== undefined) return broken(answer, breakage, { incoming, response })
  send(answer, incoming.method === 'HEAD', response)
}

async function broken(
  answer: Answer,
  breakage: Breakage,
  { incoming, response }: { incoming: IncomingMessage; response: ServerResponse },
): Promise<void> {
  if (breakage === 'drip') {
    const { status, headers, cookies, body } = answer
    response.writeHead(status, fieldsOf(headers, cookies, lengthOf(body)))
    return stream(dripping(body), incoming.method === 'HEAD', response)
  }
  const body = await bodyFor(breakage, answer.body)
  if (!response.destroyed) deliverBroken({ ...answer, body }, breakage, incoming)
}

function send({ status, headers, cookies, body }: Answer, headOnly: boolean, response: ServerResponse): void {
  if (body instanceof ReadableStream) {
    response.writeHead(status, fieldsOf(headers, cookies, undefined))
    return stream(body, headOnly, response)
  }
  const length = lengthOf(body) ?? 0
  response.writeHead(
    status,
    fieldsOf(headers, cookies, status === 204 || status === 304 ? undefined : length),
  )
  if (body === null || headOnly) response.end()
  // The body is ASCII, which Node writes faster as latin1.
  else if (length === body.length) response.end(body, 'latin1')
  else response.end(body)
}

/** Sends the head at once, and the body as it arrives. */
function stream(body: ReadableStream<Uint8Array>, headOnly: boolean, response: ServerResponse): void {
  if (headOnly) {
    response.end()
    return cancel(body)
  }
  response.flushHeaders()
  // Ends with the connection. A disconnected reader is not a failure.
  pipeline(Readable.fromWeb(body as NodeReadableStream), response).catch(() => response.destroy())
}

/** Cancels the body of a response that nothing will read. */
function discard({ body }: Answer): void {
  if (body instanceof ReadableStream) cancel(body)
}

function cancel(body: ReadableStream): void {
  body.cancel().catch(() => {})
}

function lengthOf(body: Answer['body']): number | undefined {
  if (body === null) return 0
  if (body instanceof ReadableStream) return undefined
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length
}
