import type { HttpServer } from '@nestjs/common'
import type { Refusal } from './refusal.ts'

/** What the responses of Express and Fastify have in common; `raw` is Fastify's. */
interface Reply {
  readonly headersSent?: boolean
  readonly sent?: boolean
  readonly raw?: { readonly headersSent: boolean; end(): void }
  status(code: number): Reply
  header(name: string, value: string): Reply
  send(body: string): void
  end(): void
}

/** The methods that send a response. */
type Writer = Pick<HttpServer, 'isHeadersSent' | 'end' | 'setHeader' | 'reply'>

/** Writes by the response's own methods, when the filter knows no adapter. */
const replyWriter: Writer = {
  isHeadersSent: ({ headersSent, sent, raw }: Reply) =>
    headersSent === true || sent === true || raw?.headersSent === true,
  end: (reply: Reply) => (reply.raw ?? reply).end(),
  setHeader: (reply: Reply, name: string, value: string) => reply.header(name, value),
  reply: (reply: Reply, body: string, status: number) => reply.status(status).send(body),
}

/** Sends a refusal as problem details (RFC 9457), with `Retry-After` if the time is known. */
export function sendRefusal(adapter: HttpServer | undefined, response: unknown, refusal: Refusal): void {
  const { status, title, retryAt } = refusal
  const writer: Writer = adapter ?? replyWriter
  if (writer.isHeadersSent(response)) {
    writer.end(response)
    return
  }
  writer.setHeader(response, 'content-type', 'application/problem+json')
  if (retryAt !== undefined) writer.setHeader(response, 'retry-after', secondsUntil(retryAt))
  // As text: Nest 11 makes `application/json` of an object.
  writer.reply(response, JSON.stringify({ type: 'about:blank', title, status }), status)
}

/** `Retry-After` is in whole seconds (RFC 9110, section 10.2.3), and 0 would ask for a storm. */
function secondsUntil(at: number): string {
  return String(Math.max(1, Math.ceil((at - Date.now()) / 1000)))
}
