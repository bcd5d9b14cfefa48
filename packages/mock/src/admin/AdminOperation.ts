import type * as v from 'valibot'
import { json, type Answer } from '../answers/Answer.ts'
import type { Call } from '../server/Call.ts'
import { readBody, readQuery } from './readBody.ts'

type Schema = v.GenericSchema<unknown, unknown>

/** One operation of the admin API. Its schemas check the request and describe it. */
export interface AdminOperation {
  readonly summary: string
  readonly query?: v.StrictObjectSchema<v.ObjectEntries, undefined> | undefined
  readonly body?: Schema | undefined
  readonly status: number
  /** The schema of the response. Left out if the response is empty or is not JSON. */
  readonly reply?: Schema | undefined
  /** The media type of a response that is not JSON. */
  readonly media?: string | undefined
  readonly answer: (call: Call, params: Readonly<Record<string, string>>) => Answer | Promise<Answer>
}

/** The parts of a JSON operation. */
interface Parts<Query, Body, Reply> {
  readonly summary: string
  readonly query?: v.StrictObjectSchema<v.ObjectEntries, undefined> & v.GenericSchema<unknown, Query>
  readonly body?: v.GenericSchema<unknown, Body>
  /** The schema that describes the body, if other code checks it. @defaultValue `body` */
  readonly describedBody?: Schema
  /** The status of the response. @defaultValue 200, or 204 if there is no `reply` */
  readonly status?: number
  readonly reply?: v.GenericSchema<unknown, Reply>
  readonly run: (asked: Asked<Query, Body>) => ReadOnly<Reply> | Promise<ReadOnly<Reply>>
}

interface Asked<Query, Body> {
  readonly query: Query
  readonly body: Body
  readonly params: Readonly<Record<string, string>>
  readonly call: Call
}

/** The output of a schema, read-only. */
type ReadOnly<Value> = Value extends readonly (infer Item)[]
  ? readonly ReadOnly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: ReadOnly<Value[Key]> }
    : Value

/** Makes an operation with a JSON response or an empty one. */
export function operation<Query = undefined, Body = undefined, Reply = void>({
  summary,
  query,
  body,
  describedBody = body,
  reply,
  status = reply ? 200 : 204,
  run,
}: Parts<Query, Body, Reply>): AdminOperation {
  return {
    summary,
    query,
    body: describedBody,
    reply,
    status,
    answer: async (call, params) => {
      const asked = {
        query: (query ? readQuery<Query>(call, query) : undefined) as Query,
        body: (body ? await readBody(call, body) : undefined) as Body,
      }
      const replied = await run({ ...asked, params, call })
      return reply ? json(replied, status) : { status, headers: {}, body: null }
    },
  }
}

/** Makes an operation whose response is not JSON. */
export function medium(summary: string, media: string, answer: () => Answer): AdminOperation {
  return { summary, media, status: 200, answer }
}
