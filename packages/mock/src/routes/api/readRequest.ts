import * as v from 'valibot'
import type { Call } from '../../server/Call.ts'
import { misfit, type Misfit } from './misfit.ts'

/** A request's JSON body as the schema has it, or what does not fit. */
export async function readRequest<Output>(
  call: Call,
  schema: v.GenericSchema<unknown, Output>,
): Promise<{ readonly value: Output } | { readonly misfit: Misfit }> {
  const given = parsed(new TextDecoder().decode(await call.bytes()))
  if (given === undefined) return { misfit: misfit({ body: 'is not JSON' }) }
  const result = v.safeParse(schema, given)
  if (result.success) return { value: result.output }
  const named = result.issues.map((issue) => [v.getDotPath(issue) ?? 'body', issue.message] as const)
  // The first that is wrong with a field says enough.
  return { misfit: misfit(Object.fromEntries(named.toReversed())) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
