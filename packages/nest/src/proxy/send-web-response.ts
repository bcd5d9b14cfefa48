import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A response of Express or Fastify; `raw` is Fastify's. */
export interface NodeResponse extends Pick<ServerResponse, 'setHeader' | 'end'> {
  statusCode: number
  readonly raw?: ServerResponse
  code?(status: number): unknown
  header?(name: string, value: string): unknown
  send?(body: unknown): unknown
}

/**
 * Sends a web `Response` while its body still arrives. Resolves when the page has received it or
 * has closed the connection.
 */
export async function sendWebResponse(response: Response, reply: NodeResponse): Promise<void> {
  const body = response.body === null ? undefined : Readable.fromWeb(response.body as never)
  if (reply.raw) {
    reply.code?.(response.status)
    for (const [name, value] of response.headers) reply.header?.(name, value)
    // A stream that breaks off ends the connection, as it ends it below.
    await reply.send?.(body ?? '')
    return
  }
  const express = reply as unknown as ServerResponse
  express.statusCode = response.status
  for (const [name, value] of response.headers) express.setHeader(name, value)
  if (body === undefined) express.end()
  // A page that goes away is no error, and neither is an API that breaks off once the head is sent.
  else await pipeline(body, express).catch(() => {})
}
