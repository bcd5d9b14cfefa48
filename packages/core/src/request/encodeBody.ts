import { brandOf, isError, isReadableStream } from '../contract/brand.ts'
import { BandoConfigError } from '../errors/BandoConfigError.ts'
import { encodeForm } from './encodeForm.ts'

export interface EncodedBody {
  readonly body: BodyInit | undefined
  /** `undefined`: `fetch` writes it itself, as for forms. */
  readonly contentType: string | undefined
}

/**
 * What `fetch` takes goes as it is; everything else goes as JSON. All but a stream is frozen: what
 * its owner changes later is not sent.
 * @throws BandoConfigError when it cannot.
 */
export function encodeBody(body: unknown): EncodedBody {
  if (body === undefined) return { body: undefined, contentType: undefined }
  if (brandOf(body) === 'FormData') return encodeForm(body as FormData)
  const frozen = freeze(body)
  if (frozen !== undefined) return { body: frozen, contentType: undefined }
  try {
    const json = JSON.stringify(body)
    if (json !== undefined) return { body: json, contentType: 'application/json' }
  } catch (cause) {
    throw new BandoConfigError(
      `body: cannot be written as JSON. ${isError(cause) ? cause.message : ''}`,
      cause,
    )
  }
  throw new BandoConfigError(`body: cannot be written as JSON. Found a ${typeof body}.`)
}

/**
 * A copy of what may change, in a form that `fetch` takes; `undefined` for what it does not take.
 */
function freeze(body: unknown): BodyInit | undefined {
  // By brand: Jest, iframes and `vm` have classes of their own.
  const brand = brandOf(body)
  if (brand === 'URLSearchParams') return new URLSearchParams(String(body))
  if (brand === 'ArrayBuffer') return new Uint8Array(body as ArrayBuffer).slice().buffer
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice()
  if (typeof body === 'string') return body
  if (brand === 'Blob' || brand === 'File') return body as Blob
  if (isReadableStream(body)) return body
  return undefined
}
