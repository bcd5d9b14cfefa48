/**
 * A body as its content type says: JSON parsed, nothing as `undefined`, everything else as text.
 */
export type ParsedBody =
  | { readonly kind: 'parsed'; readonly value: unknown }
  | { readonly kind: 'malformed'; readonly text: string; readonly cause: unknown }

/** As the MIME Sniffing standard counts them. */
const jsonType = /^(?:application\/(?:[\w.+-]+\+)?|text\/)json\s*(?:;|$)/i

export function parseBody(text: string, contentType: string | null): ParsedBody {
  if (text === '') return { kind: 'parsed', value: undefined }
  if (!jsonType.test(contentType ?? '')) return { kind: 'parsed', value: text }
  try {
    return { kind: 'parsed', value: JSON.parse(text) as unknown }
  } catch (cause) {
    return { kind: 'malformed', text, cause }
  }
}
