import type * as v from 'valibot'
import { json, type Answer } from '../answers/Answer.ts'
import type { Call } from '../server/Call.ts'
import { readBody, readQuery } from './readBody.ts'

type Schema = v.GenericSchema<unknown, unknown>

/** One thing that the admin API does. Its schemas check what is asked, and describe it. */
export interface AdminOperation {
  readonly summary: string
  readonly query?: v.StrictObjectSchema<v.ObjectEntries, undefined> | undefined
  readonly body?: Schema | undefined
  readonly status: number
  /** Left out where nothing is answered, or no JSON. */
  readonly reply?: Schema | undefined
  /** The media type of an answer that is no JSON. */
  readonly media?: string | undefined
  readonly answer: (call: Call, params: Readonly<Record<string, string>>) => Answer | Promise<Answer>
}

/** What a JSON operation is made of. */
interface Parts<Query, Body, Reply> {
  readonly summary: string
  readonly query?: v.StrictObjectSchema<v.ObjectEntries, undefined> & v.GenericSchema<unknown, Query>
  readonly body?: v.GenericSchema<unknown, Body>
  /** What the body is described as, where what takes it checks it itself. @defaultValue `body` */
  readonly describedBody?: Schema
  /** @defaultValue 200, or 204 where there is no `reply` */
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

/** A schema's output, from code that promises not to write to it. */
type ReadOnly<Value> = Value extends readonly (infer Item)[]
  ? readonly ReadOnly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: ReadOnly<Value[Key]> }
    : Value

/** An operation that takes and answers JSON, or answers nothing. */
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

/** An operation that answers something that is no JSON. */
export function medium(summary: string, media: string, answer: () => Answer): AdminOperation {
  return { summary, media, status: 200, answer }
}
