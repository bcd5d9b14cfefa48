import type { BodyErrorReason } from '../errors/BandoBodyError.ts'
import { BandoBodyError } from '../errors/BandoBodyError.ts'
import type { BandoError } from '../errors/BandoError.ts'
import { BandoForbiddenError } from '../errors/BandoForbiddenError.ts'
import { BandoHttpError } from '../errors/BandoHttpError.ts'
import { redactHeaders } from '../redact/redactHeaders.ts'
import { decodeText } from '../response/decodeBody.ts'
import { parseBody } from '../response/parseBody.ts'
import { readProblem } from '../response/problem.ts'
import type { BufferedResponse } from './readWhole.ts'
import { callError, retriesSpent } from './callErrors.ts'

/** A body in a message, and in an error, is no longer than this, in characters. */
const shownLength = 80
const excerptLength = 200
/** Far more than an excerpt needs, and little enough to look through. */
const excerptBytes = 65_536

/**
 * Builds the error for a response that is not a success. If the body is too long or broke off, it
 * holds what came.
 */
export function statusError(buffered: BufferedResponse): BandoError {
  const { call, outcome, status, headers } = buffered
  const text = textOf(buffered)
  const parsed = parseBody(text, headers.get('content-type'))
  const body = parsed.kind === 'parsed' ? parsed.value : parsed.text
  const problem = readProblem(body)
  const found =
    problem?.detail ?? problem?.title ?? (text === '' ? 'no explanation' : JSON.stringify(text.slice(0, 200)))
  if (outcome.kind === 'forbidden') {
    const { reason } = outcome
    const message = `${call.what} was refused (403): ${found}. It is not a lockout, since ${reason}.`
    return callError(BandoForbiddenError, call, message, { status, retryable: false, reason, body })
  }
  const note = call.isOutOfRetries ? retriesSpent : ''
  return callError(BandoHttpError, call, `${call.what} was answered ${status}: ${found}.${note}`, {
    status,
    retryAt: call.retryAt,
    retryable: call.isRepeatable && (status >= 500 || status === 408),
    body,
    headers: redactHeaders(headers, call.redact),
    problem,
  })
}

/** Builds the error for a success whose body is not complete. */
export function incompleteError(buffered: BufferedResponse): BandoBodyError {
  const { body, call } = buffered
  if (body.kind === 'tooLong') {
    const why = `with a body longer than maxBodyBytes, ${body.maxBytes} bytes. Ask for less, allow more, or take it as it comes with as: 'stream'.`
    return bodyError(buffered, 'tooLong', why)
  }
  const unless = call.isRepeatable ? '' : ', once you know whether it was processed'
  const why = `with a body that broke off after ${body.bytes.byteLength} bytes. Try again${unless}.`
  return bodyError(buffered, 'brokenOff', why, body.kind === 'brokenOff' ? body.cause : undefined)
}

/** Builds the error for a success that should be JSON and is not. */
export function malformedError(buffered: BufferedResponse): BandoBodyError {
  const begin = JSON.stringify(excerptOf(buffered).slice(0, shownLength))
  // An engine quotes what it stumbles over, cut to its own measure, so it is given only what may be
  // shown.
  const parsed = parseBody(textOf(buffered), 'application/json')
  const why = `with a body that should be JSON and is not. It begins ${begin}.`
  return bodyError(buffered, 'malformed', why, parsed.kind === 'malformed' ? parsed.cause : undefined)
}

function bodyError(
  buffered: BufferedResponse,
  reason: BodyErrorReason,
  why: string,
  cause?: unknown,
): BandoBodyError {
  const { call, status, headers } = buffered
  return callError(BandoBodyError, call, `${call.what} was answered (${status}) ${why}`, {
    status,
    retryable: reason === 'brokenOff' && call.isRepeatable,
    reason,
    headers: redactHeaders(headers, call.redact),
    excerpt: excerptOf(buffered),
    cause,
  })
}

function excerptOf(buffered: BufferedResponse): string {
  return textOf(buffered, excerptBytes).slice(0, excerptLength)
}

/** Returns the body, or so much of it, as text without the token. */
function textOf({ body: { kind, bytes }, call }: BufferedResponse, length = Infinity): string {
  const isWhole = kind === 'whole' && bytes.byteLength <= length
  return call.redact(decodeText(bytes.subarray(0, length)), isWhole ? 'whole' : 'cut')
}
