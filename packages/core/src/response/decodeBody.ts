import { parseBody } from './parseBody.ts'
import type { ParsedBody } from './parseBody.ts'

/** What a body may be made into; left out, JSON or text, as its content type says. */
export type ReadForm = 'json' | 'text' | 'blob'

/** Bytes as the caller wants them, nothing of it shared with anybody else. */
export function decodeBody(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string | null,
  form?: ReadForm,
): ParsedBody {
  if (form === 'blob')
    return { kind: 'parsed', value: new Blob([bytes], { type: serialized(contentType ?? '') }) }
  const text = new TextDecoder().decode(bytes)
  if (form === 'text') return { kind: 'parsed', value: text }
  return parseBody(text, form === 'json' ? 'application/json' : contentType)
}

/** A type as `blob()` writes it: without spaces around the semicolons (MIME Sniffing standard, "serialize a MIME type"). */
function serialized(contentType: string): string {
  return contentType.replaceAll(/\s*;\s*(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ';')
}
