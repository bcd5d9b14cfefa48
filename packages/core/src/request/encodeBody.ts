import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { encodeForm } from './encodeForm.ts'

export interface EncodedBody {
  readonly body: BodyInit | undefined
  /** `undefined`: `fetch` writes it itself, as for forms. */
  readonly contentType: string | undefined
}

/**
 * What `fetch` takes goes as it is; everything else goes as JSON. All but a stream is frozen: what its owner changes later is not sent.
 * @throws BandoConfigError when it cannot.
 */
export function encodeBody(body: unknown): EncodedBody {
  if (body === undefined) return { body: undefined, contentType: undefined }
  if (body instanceof FormData) return encodeForm(body)
  const frozen = freeze(body)
  if (frozen !== undefined) return { body: frozen, contentType: undefined }
  try {
    const json = JSON.stringify(body)
    if (json !== undefined) return { body: json, contentType: 'application/json' }
  } catch (cause) {
    throw new BandoConfigError(
      `body: cannot be written as JSON. ${cause instanceof Error ? cause.message : ''}`,
      cause,
    )
  }
  throw new BandoConfigError(`body: cannot be written as JSON. Found a ${typeof body}.`)
}

/** A copy of what may change, in a form that `fetch` takes; `undefined` for what it does not take. */
function freeze(body: unknown): BodyInit | undefined {
  if (body instanceof URLSearchParams) return new URLSearchParams(body)
  if (body instanceof ArrayBuffer) return body.slice(0)
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
  if (typeof body === 'string' || body instanceof Blob || body instanceof ReadableStream) return body
  return undefined
}
