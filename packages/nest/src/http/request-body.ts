import { PassThrough, Readable, Stream } from 'node:stream'

interface RequestBody {
  readonly body: BodyInit | undefined
  /** Headers that the body needs, such as the boundary of a form. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether the headers that axios made for the body are wrong: `fetch` makes its own. */
  readonly hasOwnType: boolean
}

/** A form of the package `form-data`, which axios makes of an object for `postForm`. */
interface NodeForm extends Stream {
  getHeaders(): Record<string, string>
  getBuffer?(): Buffer
}

/**
 * Makes a body of `fetch` of what axios' `transformRequest` left. Bytes can be sent again; a stream
 * cannot.
 */
export function requestBody(data: unknown): RequestBody {
  if (data === undefined || data === null) return { body: undefined, headers: {}, hasOwnType: false }
  if (data instanceof FormData) return { body: data, headers: {}, hasOwnType: true }
  if (isNodeForm(data)) return { body: formBody(data), headers: data.getHeaders(), hasOwnType: true }
  const body = data instanceof Stream ? streamBody(data) : (data as BodyInit)
  return { body, headers: {}, hasOwnType: false }
}

function isNodeForm(data: unknown): data is NodeForm {
  return data instanceof Stream && 'getHeaders' in data && typeof data.getHeaders === 'function'
}

/** Its bytes, unless a part is a stream. */
function formBody(form: NodeForm): BodyInit {
  const streams: unknown = Reflect.get(form, '_streams')
  const hasStream = !Array.isArray(streams) || streams.some((part) => part instanceof Stream)
  const bytes = hasStream ? undefined : form.getBuffer?.()
  return bytes === undefined ? streamBody(form) : new Uint8Array(bytes)
}

function streamBody(stream: Stream): ReadableStream<Uint8Array> {
  const readable = stream instanceof Readable ? stream : stream.pipe(new PassThrough())
  return Readable.toWeb(readable) as ReadableStream<Uint8Array>
}
