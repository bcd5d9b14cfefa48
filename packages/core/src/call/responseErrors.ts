import { BandoBodyError } from '../errors/BandoBodyError.ts'
import type { BodyErrorDetails } from '../errors/BandoBodyError.ts'
import type { BandoError } from '../errors/BandoError.ts'
import { BandoForbiddenError } from '../errors/BandoForbiddenError.ts'
import { BandoHttpError } from '../errors/BandoHttpError.ts'
import { parseBody } from '../response/parseBody.ts'
import { readProblem } from '../response/problem.ts'
import { redactHeaders } from '../redact/redactHeaders.ts'
import type { ReceivedResponse } from './ReceivedResponse.ts'

/** What an error adds that would have been a retry. */
export const retriesSpent =
  ' It was not sent again: this client has no retry left (retry.budget.ratio, retry.budget.min), as in an outage.'

/** A body in a message, and in an error, is no longer than this, in characters. */
const shownLength = 80
const excerptLength = 200
/** Far more than an excerpt needs, and little enough to look through. */
const excerptBytes = 65_536

/** The error for an answer that is not a success. Of a body that is too long or broke off, what came is better than nothing. */
export function statusError(reading: ReceivedResponse): BandoError {
  const { outcome, status, headers, attempts, isOutOfRetries, isRepeatable, redact } = reading
  const what = reading.what()
  const text = textOf(reading)
  const parsed = parseBody(text, headers.get('content-type'))
  const body = parsed.kind === 'parsed' ? parsed.value : parsed.text
  const problem = readProblem(body)
  const found =
    problem?.detail ?? problem?.title ?? (text === '' ? 'no explanation' : JSON.stringify(text.slice(0, 200)))
  const details = { sent: true, status, retryable: false, attempts }
  if (outcome.kind === 'forbidden') {
    const { reason } = outcome
    return new BandoForbiddenError(
      `${what} was refused (403): ${found}. It is no lockout, since ${reason}.`,
      { ...details, reason, body },
    )
  }
  return new BandoHttpError(
    `${what} was answered ${status}: ${found}.${isOutOfRetries ? retriesSpent : ''}`,
    {
      ...details,
      retryable: isRepeatable && (status >= 500 || status === 408),
      body,
      headers: redactHeaders(headers, redact),
      problem,
    },
  )
}

/** The error for a success whose body is not all there. */
export function incompleteError(reading: ReceivedResponse): BandoBodyError {
  const { status, body, isRepeatable } = reading
  const what = reading.what()
  if (body.kind === 'tooLong') {
    return new BandoBodyError(
      `${what} was answered (${status}) with a body longer than maxBodyBytes, ${body.maxBytes} bytes. Ask for less, allow more, or take it as it comes with as: 'stream'.`,
      { ...detailsOf(reading, 'tooLong'), retryable: false },
    )
  }
  return new BandoBodyError(
    `${what} was answered (${status}) with a body that broke off after ${body.bytes.byteLength} bytes. Try again${isRepeatable ? '' : ', once you know whether it was processed'}.`,
    {
      ...detailsOf(reading, 'brokenOff'),
      retryable: isRepeatable,
      cause: body.kind === 'brokenOff' ? body.cause : undefined,
    },
  )
}

/** The error for a success that should be JSON and is not. */
export function malformedError(reading: ReceivedResponse): BandoBodyError {
  const details = detailsOf(reading, 'malformed')
  const begin = JSON.stringify(details.excerpt.slice(0, shownLength))
  // An engine quotes what it stumbles over, cut to its own measure: it gets to see only what may be shown.
  const parsed = parseBody(textOf(reading), 'application/json')
  return new BandoBodyError(
    `${reading.what()} was answered (${reading.status}) with a body that should be JSON and is not. It begins ${begin}.`,
    { ...details, retryable: false, cause: parsed.kind === 'malformed' ? parsed.cause : undefined },
  )
}

function detailsOf(
  reading: ReceivedResponse,
  reason: BodyErrorDetails['reason'],
): Omit<BodyErrorDetails, 'retryable'> {
  const { status, headers, attempts, redact } = reading
  const excerpt = textOf(reading, excerptBytes).slice(0, excerptLength)
  return { sent: true, status, headers: redactHeaders(headers, redact), attempts, reason, excerpt }
}

/** The body, or so much of it, as text without the token. */
function textOf({ body: { kind, bytes }, redact }: ReceivedResponse, length = Infinity): string {
  const isWhole = kind === 'whole' && bytes.byteLength <= length
  return redact(new TextDecoder().decode(bytes.subarray(0, length)), isWhole ? 'whole' : 'cut')
}
