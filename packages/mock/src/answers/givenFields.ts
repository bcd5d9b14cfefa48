import { exposedFields } from './cors.ts'

/** How a body travels is for the connection to say: said twice, it would break it. */
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

/** Fields as a route or a fault of the user's gives them, fit to be sent: without framing, and what the mock may say too spelt as it spells it, so that it is said once. */
export function givenFields(given: Iterable<readonly [string, string]>): Record<string, string> {
  const fields: [string, string][] = []
  for (const [name, value] of given) {
    const lower = name.toLowerCase()
    if (!framing.has(lower)) fields.push([spellings.get(lower) ?? name, value])
  }
  return Object.fromEntries(fields)
}
