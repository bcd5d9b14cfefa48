import type { RequestListener, ServerResponse } from 'node:http'
import { answerBelow } from '../basePath.ts'
import type { Call } from '../Call.ts'
import { deliver } from './deliver.ts'
import type { Delivery } from '../Delivery.ts'
import { isPromise } from '../isPromise.ts'
import { IncomingCall } from './IncomingCall.ts'

/** Serves a call, at once if possible. */
export type Respond = (call: Call) => Delivery | Promise<Delivery>

/** What a socket serves, and where. */
export interface Answering {
  readonly respond: Respond
  /** Serves paths outside of the base path. */
  readonly outside: Respond
  /** The prefix that is cut off, or an empty text. */
  readonly basePath: string
}

/** Serves the requests of a socket. An error in one request does not affect the others. */
export function requestListener({ respond, outside, basePath }: Answering): RequestListener {
  const answered = (call: IncomingCall): Delivery | Promise<Delivery> => {
    if (!call.isBelow) return outside(call)
    const delivery = respond(call)
    return isPromise(delivery) ? delivery.then(below) : below(delivery)
  }
  const below = (delivery: Delivery): Delivery =>
    basePath === '' ? delivery : { ...delivery, answer: answerBelow(basePath, delivery.answer) }
  return (incoming, response) => {
    const fail = (error: unknown): void => failed(error, response)
    try {
      const delivery = answered(new IncomingCall(incoming, response, basePath))
      if (isPromise(delivery)) delivery.then((late) => deliver(late, incoming, response)).catch(fail)
      else deliver(delivery, incoming, response)?.catch(fail)
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
