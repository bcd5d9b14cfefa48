import { IncomingMessage } from 'node:http'
import { nextTick } from 'node:process'
import { Readable, finished } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { BandoBodyError, BandoTimeoutError } from '@bando/core'
import { AxiosError } from 'axios'
import { schedule } from '../lifecycle/schedule.ts'
import type { AxiosCall } from './axios-call.ts'

/** Bounds of a body that is read for the caller. */
export interface ReadLimits {
  /** From the head on, in ms. */
  readonly timeoutMs: number
  readonly maxBodyBytes: number
}

/**
 * Gives a body as axios' adapter for Node does: a stream at once, and otherwise a buffer or a text
 * when it is whole.
 */
export async function responseData(
  response: Response,
  call: AxiosCall,
  limits: ReadLimits,
): Promise<unknown> {
  const { responseType, responseEncoding } = call.config
  const body = call.kept?.data ?? nodeStream(response)
  if (responseType === 'stream') return streamed(body, call)
  const bytes = await readInTime(body, { response, call, limits })
  call.stop()
  if (responseType === 'arraybuffer') return bytes
  const text = bytes.toString(responseEncoding as BufferEncoding | undefined)
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function nodeStream({ body }: Response): Readable {
  return body === null ? Readable.from([]) : Readable.fromWeb(body as NodeReadableStream)
}

function streamed(body: Readable, call: AxiosCall): Readable {
  const { maxContentLength = -1 } = call.config
  const stream =
    maxContentLength < 0
      ? body
      : Readable.from(
          bounded(body, maxContentLength, () => tooLong(call)),
          { objectMode: false },
        )
  // Listens for errors too: one that comes before the caller listens would end the process.
  finished(stream, () => call.stop())
  return stream
}

interface Reading {
  readonly response: Response
  readonly call: AxiosCall
  readonly limits: ReadLimits
}

/** Reads a body to its end, within the limits of the client and of the request. */
async function readInTime(body: Readable, { response, call, limits }: Reading): Promise<Buffer> {
  const { timeoutMs, maxBodyBytes } = limits
  const { maxContentLength = -1 } = call.config
  const isOurs = maxContentLength < 0 || maxBodyBytes < maxContentLength
  const maxBytes = isOurs ? maxBodyBytes : maxContentLength
  const error = (): Error => (isOurs ? bodyError(response, maxBodyBytes) : tooLong(call))
  const whole = wholeBody(body)
  if (whole) {
    if (whole.byteLength > maxBytes) throw error()
    // By then the connection is free for what the caller sends next.
    return new Promise((resolve) => {
      nextTick(resolve, whole)
    })
  }
  const chunks: Uint8Array[] = []
  let length = 0
  return new Promise((resolve, reject) => {
    const cancel = schedule(call.clock, () => call.end(timeoutError(response, timeoutMs)), timeoutMs)
    onEnd(body, (failure) => {
      cancel()
      if (failure) reject(call.bare(failure))
      else resolve(joined(chunks, length))
    })
    body.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk)
      length += chunk.byteLength
      if (length > maxBytes) call.end(error())
    })
  })
}

/** Returns the bytes of a body that has come together with its head, as short ones do. */
function wholeBody(body: Readable): Buffer | undefined {
  if (!(body instanceof IncomingMessage) || !body.complete || body.destroyed) return undefined
  return (body.read() as Buffer | null) ?? Buffer.alloc(0)
}

/**
 * Calls `callback` once, when a body has ended or failed. Node's `finished` does so too, but waits
 * for the stream to close.
 */
function onEnd(body: Readable, callback: (error?: Error | null) => void): void {
  let isOver = false
  const end = (error?: Error): void => {
    if (!isOver) callback(error)
    isOver = true
  }
  // Tells why a body was closed too early.
  const closed = (): void => void (isOver || finished(body, callback))
  if (body.destroyed) closed()
  else body.once('end', end).once('error', end).once('close', closed)
}

function joined(chunks: readonly Uint8Array[], length: number): Buffer {
  const [first] = chunks
  return chunks.length === 1 && Buffer.isBuffer(first) ? first : Buffer.concat(chunks, length)
}

/** Passes chunks on, up to so many bytes. Throwing lets the rest of the body go. */
async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
  error: () => Error,
): AsyncIterable<Uint8Array> {
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.byteLength
    if (length > maxBytes) throw error()
    yield chunk
  }
}

function tooLong({ config }: AxiosCall): AxiosError {
  const message = `maxContentLength size of ${config.maxContentLength} exceeded`
  return new AxiosError(message, AxiosError.ERR_BAD_RESPONSE, config)
}

function timeoutError({ status }: Response, timeoutMs: number): BandoTimeoutError {
  const message = `The body did not arrive within timeoutMs, ${timeoutMs} ms.`
  return new BandoTimeoutError(message, { ...read, status, retryable: true, timeLimit: 'timeoutMs' })
}

function bodyError({ status }: Response, maxBodyBytes: number): BandoBodyError {
  const message = `The body is longer than maxBodyBytes, ${maxBodyBytes} bytes. Ask for less, raise maxBodyBytes, or read it as a stream.`
  const details = { ...read, status, retryable: false, headers: new Headers(), excerpt: '' }
  return new BandoBodyError(message, { ...details, reason: 'tooLong' })
}

const read = { sent: true, attempts: 1 }
