import { BandoConfigError } from '../errors/BandoConfigError.ts'

export interface EncodedBody {
  readonly body: BodyInit | undefined
  /** `undefined`: `fetch` writes it itself, as for forms. */
  readonly contentType: string | undefined
}

/** What `fetch` takes goes as it is; everything else goes as JSON. @throws BandoConfigError when it cannot. */
export function encodeBody(body: unknown): EncodedBody {
  if (body === undefined) return { body: undefined, contentType: undefined }
  if (isBodyInit(body)) return { body, contentType: undefined }
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

function isBodyInit(body: unknown): body is BodyInit {
  return (
    typeof body === 'string' ||
    body instanceof URLSearchParams ||
    body instanceof FormData ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body) ||
    body instanceof ReadableStream
  )
}
