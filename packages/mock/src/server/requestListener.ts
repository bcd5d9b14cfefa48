import type { RequestListener, ServerResponse } from 'node:http'
import type { Call } from './Call.ts'
import { deliver } from './deliver.ts'
import type { Delivery } from './Delivery.ts'
import { IncomingCall } from './IncomingCall.ts'

/** Answers a call, at once where it can. */
export type Respond = (call: Call) => Delivery | Promise<Delivery>

/** Answers what comes over a socket; whatever goes wrong with one request, the others do not notice. */
export function requestListener(respond: Respond): RequestListener {
  return (incoming, response) => {
    const fail = (error: unknown): void => failed(error, response)
    try {
      const delivery = respond(new IncomingCall(incoming, response))
      if (delivery instanceof Promise) delivery.then((late) => deliver(late, incoming, response)).catch(fail)
      else deliver(delivery, incoming, response)
    } catch (error) {
      fail(error)
    }
  }
}

function failed(error: unknown, response: ServerResponse): void {
  console.error(error)
  if (response.headersSent) response.destroy()
  else response.writeHead(500).end()
}
