import * as v from 'valibot'
import { describeIssue } from '../options/describeIssue.ts'
import type { Call } from '../server/Call.ts'

/** A request that the admin API cannot follow; the message says why. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
}

/** The body, as the schema has it. @throws {AdminError} if it is something else */
export async function readBody<Output>(
  call: Call,
  schema: v.GenericSchema<unknown, Output>,
): Promise<Output> {
  return checked(parsed(new TextDecoder().decode(await call.bytes())), schema)
}

/** The query, as the schema has it. @throws {AdminError} if it is something else */
export function readQuery<Output>(call: Call, schema: v.GenericSchema<unknown, Output>): Output {
  return checked(Object.fromEntries(new URLSearchParams(call.search)), schema)
}

function checked<Output>(input: unknown, schema: v.GenericSchema<unknown, Output>): Output {
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  throw new AdminError(
    describeIssue(result.issues[0], (name) => (name === '' ? 'the body' : `"${name}"`), schema),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch (error) {
    throw new AdminError('The body is no JSON. Send a JSON object.', { cause: error })
  }
}
