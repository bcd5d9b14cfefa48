import type { Redact } from '../contract/Redact.ts'
import type { StandardSchemaIssue, StandardSchema } from '../contract/StandardSchema.ts'
import type { SchemaIssue } from '../errors/BandoSchemaError.ts'
import { BandoSchemaError } from '../errors/BandoSchemaError.ts'
import { redactHeaders } from '../redact/redactHeaders.ts'

/** The response whose body is checked. */
export interface Checked {
  /** `GET https://…`, for messages. */
  readonly what: () => string
  readonly status: number
  readonly headers: Headers
  readonly attempts: number
  readonly redact: Redact
}

/** A message names at most this many places. */
const maxPlaces = 5

/**
 * Returns what the schema makes of `data`. @throws BandoSchemaError if it does not fit, or what the
 * schema itself throws
 */
export async function validate(
  schema: StandardSchema,
  data: unknown,
  { what, status, headers, attempts, redact }: Checked,
): Promise<unknown> {
  const result = await schema['~standard'].validate(data)
  if (result.issues === undefined) return result.value
  // Not `map`: arktype's lists are of a class of their own, and would make more of their kind.
  const issues = Array.from(result.issues, (issue) => toSchemaIssue(issue, redact))
  throw new BandoSchemaError(
    `${what()} was answered (${status}) with a body that does not fit the schema, ${placesOf(issues)}. Look into the error's \`issues\`, and correct the schema or the server.`,
    { sent: true, status, retryable: false, attempts, headers: redactHeaders(headers, redact), issues },
  )
}

/**
 * Keeps only what is documented: libraries add the values found, which no error may hold. A key and
 * a quoted value may be the token.
 */
function toSchemaIssue({ path = [], message }: StandardSchemaIssue, redact: Redact): SchemaIssue {
  const keys = Array.from(path, (step) => (typeof step === 'object' ? step.key : step))
  return { path: keys.map((key) => (typeof key === 'string' ? redact(key) : key)), message: redact(message) }
}

function placesOf(issues: readonly SchemaIssue[]): string {
  const places = [...new Set(issues.map(({ path }) => placeOf(path)))]
  const more = places.length - maxPlaces
  return places.slice(0, maxPlaces).join(', ') + (more > 0 ? `, and at ${more} more places` : '')
}

/** `at items[0].name`. */
function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'as a whole'
  const steps = path.map((key, index) => {
    if (typeof key !== 'string') return `[${String(key)}]`
    if (!/^[\w$-]+$/.test(key)) return `[${JSON.stringify(key)}]`
    return index === 0 ? key : `.${key}`
  })
  return `at ${steps.join('')}`
}
