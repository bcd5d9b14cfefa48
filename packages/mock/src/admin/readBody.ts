import * as v from 'valibot'
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
  const result = v.safeParse(schema, parsed(new TextDecoder().decode(await call.bytes())))
  if (result.success) return result.output
  const [issue] = result.issues
  const where = v.getDotPath(issue) ?? 'the body'
  throw new AdminError(`"${where}" is not as it should be: ${issue.message}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text)
  } catch (error) {
    throw new AdminError('The body is no JSON. Send a JSON object.', { cause: error })
  }
}
