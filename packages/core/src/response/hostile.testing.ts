import { decideLockout } from './decideLockout.ts'
import { parseBody } from './parseBody.ts'
import { readProblem } from './problem.ts'
import { redirected } from '../request/redirects.ts'
import { retryAfterMs } from './retryAfter.ts'
import { readAdvertised } from './rateLimitHeaders.ts'

/** What a server can write: header values, a body, and where to go. */
export interface Written {
  readonly fields?: Readonly<Record<string, string>>
  readonly body?: string
  readonly location?: string
}

const noon = Date.UTC(2026, 0, 1, 12)

/** Reads all of it, as the client would. */
export function readAll({ fields = {}, body = '', location = '/' }: Written): void {
  const headers = headersOf({ ...fields, location })
  readAdvertised(headers, noon)
  retryAfterMs(headers, noon)
  const evidence = { isAuthenticated: true, isProven: true, hasRejection: false, forbidden: 0 }
  decideLockout({ headers, text: body, ...evidence })
  const parsed = parseBody(body, headers.get('content-type'))
  if (parsed.kind === 'parsed') readProblem(parsed.value)
  const request = {
    method: 'POST',
    url: new URL('https://api.bando.cool/a'),
    headers: new Headers(),
    body: undefined,
    isRepeatable: false,
    redirect: 'follow' as const,
  }
  redirected(request, 302, headers)
}

/** What `fetch` would not let through does not arrive. */
function headersOf(fields: Readonly<Record<string, string>>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(fields)) {
    try {
      headers.set(name, value)
    } catch {
      // Not a header value.
    }
  }
  return headers
}

const json = { 'content-type': 'application/json' }
const fields = [
  'ratelimit',
  'ratelimit-policy',
  'x-ratelimit-remaining',
  'ratelimit-limit',
  'retry-after',
  'date',
]
const patterns = [
  '"',
  ',',
  ';',
  '"a";q=1;w=2,',
  'r=1;t=2,',
  'a=',
  '=',
  '1',
  '1,',
  '"\\',
  ' ',
  'a b',
  'Sun, 06 ',
  '0.0',
]

/** What would take quadratic time from a reader that looks back: `length` characters of it. */
export const hostile: Readonly<Record<string, (length: number) => Written>> = {
  ...Object.fromEntries(
    patterns.map((pattern) => [
      `header fields of ${JSON.stringify(pattern)}`,
      (length) => ({
        fields: Object.fromEntries(fields.map((name) => [name, `x${fill(pattern, length)}x`])),
      }),
    ]),
  ),
  'a content type of plus signs': (length) => ({
    fields: { 'content-type': `application/${fill('a+', length)}` },
    body: '{}',
  }),
  'a challenge that never ends': (length) => ({
    fields: { 'www-authenticate': fill('insufficient_', length) },
  }),
  'open brackets': (length) => ({ fields: json, body: fill('[', length) }),
  'open objects': (length) => ({ fields: json, body: fill('{"a":', length) }),
  'a string that does not end': (length) => ({ fields: json, body: `"${fill('\\\\', length)}` }),
  'a number that does not end': (length) => ({ fields: json, body: fill('1', length) }),
  'white space': (length) => ({ fields: json, body: fill(' ', length) }),
  'a text that almost says lockout': (length) => ({
    body: fill('temporarily lock login attempt account ', length),
  }),
  'a text that almost names an address': (length) => ({ body: fill('ip address not allowe ', length) }),
  'a long way to go': (length) => ({ location: `https://api.bando.cool/${fill('../', length)}` }),
}

function fill(pattern: string, length: number): string {
  return pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length)
}
