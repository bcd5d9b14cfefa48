import * as v from 'valibot'
import { describeIssue } from './describeIssue.ts'
import { MockOptionError } from './MockOptionError.ts'

/** A copy of what was given as `what`, as the schema has it. @throws {MockOptionError} if it is something else */
export function checkOption<Schema extends v.GenericSchema>(
  schema: Schema,
  given: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, given)
  if (result.success) return result.output
  throw new MockOptionError(describeIssue(result.issues[0], (name) => `"${name || what}"`, schema))
}
