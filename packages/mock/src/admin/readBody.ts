import * as v from 'valibot'
import { describeIssue } from '../options/describeIssue.ts'
import type { Call } from '../server/Call.ts'

/** Thrown if the admin API refuses a request. The message says why. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
}

/**
 * Reads the body and checks it against the schema.
 * @throws {AdminError} if the body does not match
 */
export async function readBody<Output>(
  call: Call,
  schema: v.GenericSchema<unknown, Output>,
): Promise<Output> {
  return checked(parsed(new TextDecoder().decode(await call.bytes())), schema)
}

/**
 * Reads the query and checks it against the schema.
 * @throws {AdminError} if the query does not match
 */
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
    throw new AdminError('The body is not JSON. Send a JSON object.', { cause: error })
  }
}
