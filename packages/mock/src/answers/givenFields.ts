import { exposedFields } from './cors.ts'

/**
 * Fields that describe how a body travels. The server sets them itself, so a second value would
 * break the connection.
 */
const framing = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const spellings = new Map(
  [
    ...exposedFields,
    'Access-Control-Allow-Credentials',
    'Access-Control-Allow-Origin',
    'Access-Control-Expose-Headers',
    'Content-Type',
    'Vary',
  ].map((name) => [name.toLowerCase(), name]),
)

/**
 * Returns the fields of a user's route or fault, ready to send. Removes framing fields. Writes the
 * names of fields that the mock also sets as the mock writes them, so that each is sent once.
 */
export function givenFields(given: Iterable<readonly [string, string]>): Record<string, string> {
  const fields: [string, string][] = []
  for (const [name, value] of given) {
    const lower = name.toLowerCase()
    if (!framing.has(lower)) fields.push([spellings.get(lower) ?? name, value])
  }
  return Object.fromEntries(fields)
}
