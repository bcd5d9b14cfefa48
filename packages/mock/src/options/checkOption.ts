import * as v from 'valibot'
import { describeIssue } from './describeIssue.ts'
import { MockOptionError } from './MockOptionError.ts'

/**
 * Returns a checked copy of an option.
 * @throws {MockOptionError} if the value does not match the schema
 */
export function checkOption<Schema extends v.GenericSchema>(
  schema: Schema,
  given: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, given)
  if (result.success) return result.output
  throw new MockOptionError(describeIssue(result.issues[0], (name) => `"${name || what}"`, schema))
}
