import { parseBody } from './parseBody.ts'
import type { ParsedBody } from './parseBody.ts'

/** What a body may be made into; left out, JSON or text, as its content type says. */
export type ReadForm = 'json' | 'text' | 'blob'

let decoder: TextDecoder | undefined

/** Decodes UTF-8, with one decoder for all: to make one costs more than to use it. */
export function decodeText(bytes: Uint8Array<ArrayBuffer>): string {
  decoder ??= new TextDecoder()
  return decoder.decode(bytes)
}

/** Returns bytes as the caller wants them. No caller shares them with another. */
export function decodeBody(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string | null,
  form?: ReadForm,
): ParsedBody {
  if (form === 'blob')
    return { kind: 'parsed', value: new Blob([bytes], { type: serialized(contentType ?? '') }) }
  const text = decodeText(bytes)
  if (form === 'text') return { kind: 'parsed', value: text }
  return parseBody(text, form === 'json' ? 'application/json' : contentType)
}

/**
 * A type as `blob()` writes it: without spaces around the semicolons (MIME Sniffing standard,
 * "serialize a MIME type").
 */
function serialized(contentType: string): string {
  return contentType.replaceAll(/\s*;\s*(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ';')
}
