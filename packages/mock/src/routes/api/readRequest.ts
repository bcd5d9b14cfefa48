import * as v from 'valibot'
import type { Call } from '../../server/Call.ts'
import { misfit, type Misfit } from './misfit.ts'

/**
 * Reads a JSON body and checks it against the schema. Returns the body, or what is wrong with it.
 */
export async function readRequest<Output>(
  call: Call,
  schema: v.GenericSchema<unknown, Output>,
): Promise<{ readonly value: Output } | { readonly misfit: Misfit }> {
  const given = parsed(new TextDecoder().decode(await call.bytes()))
  if (given === undefined) return { misfit: misfit({ body: 'is not JSON' }) }
  const result = v.safeParse(schema, given)
  if (result.success) return { value: result.output }
  const named = result.issues.map((issue) => [v.getDotPath(issue) ?? 'body', issue.message] as const)
  // Reports only the first issue of each field.
  return { misfit: misfit(Object.fromEntries(named.toReversed())) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
