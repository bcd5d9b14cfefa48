import * as v from 'valibot'
import type { Call } from '../../server/Call.ts'

/** A request's JSON body as the schema has it, or a sentence that says what is wrong with it. */
export async function readRequest<Output>(
  call: Call,
  schema: v.GenericSchema<unknown, Output>,
): Promise<{ readonly value: Output } | { readonly wrong: string }> {
  const result = v.safeParse(schema, parsed(new TextDecoder().decode(await call.bytes())))
  if (result.success) return { value: result.output }
  const [issue] = result.issues
  return {
    wrong: `${v.getDotPath(issue) ?? 'The body'}: ${issue.message}. Write to api@bando.cool if it should be valid.`,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
