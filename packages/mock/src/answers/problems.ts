/** Every error message ends with the address for help. */
const contact = 'Write to api@bando.cool'
const inSentence = 'write to api@bando.cool'

interface ProblemText {
  readonly status: number
  readonly title: string
  readonly detail: string
}

/** The errors of the API, by name. If several have one status, `Prefer` selects the first. */
export const problems = {
  'rate-limited': {
    status: 429,
    title: 'Too Many Requests',
    detail: `The requests of this hour are spent. Wait, or ${inSentence} for a higher limit.`,
  },
  'invalid-token': {
    status: 401,
    title: 'Unauthorized',
    detail: `The Authorization field has no token, or an unknown one. ${contact} for a valid one.`,
  },
  'locked-out': {
    status: 403,
    title: 'Forbidden',
    detail: `After several failed login attempts the API refuses all login attempts for a while, with valid tokens too. ${contact} if you need help.`,
  },
  'address-not-allowed': {
    status: 403,
    title: 'Forbidden',
    detail: `This token may not be used from your IP address. ${contact} to have it allowed.`,
  },
  'not-found': {
    status: 404,
    title: 'Not Found',
    detail: `This path does not exist. ${contact} if it should.`,
  },
  'wallet-not-found': {
    status: 404,
    title: 'Not Found',
    detail: `This wallet has neither asked for a quote nor registered a payment. ${contact} if it has.`,
  },
  gone: {
    status: 410,
    title: 'Gone',
    detail: `This path was removed on 2025-08-01. Check a reference with the regular expressions of its variant; ${inSentence} if you cannot.`,
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method Not Allowed',
    detail: `This path does not support this method. The Allow field lists its methods. ${contact} if it should.`,
  },
  'invalid-request': {
    status: 400,
    title: 'Bad Request',
    detail: `The request is not valid. ${contact} if it is.`,
  },
  'insufficient-balance': {
    status: 400,
    title: 'Bad Request',
    detail: `The sender has too little of this payment token. Pay with another token or wallet; ${inSentence} if there is enough.`,
  },
  'key-in-use': {
    status: 409,
    title: 'Conflict',
    detail: `A request with this Idempotency-Key is still being processed. Send yours again after its response; ${inSentence} if there is none.`,
  },
  'quote-already-used': {
    status: 409,
    title: 'Conflict',
    detail: `A payment was already registered for this quote. Ask for the wallet's transactions; ${inSentence} if it is not among them.`,
  },
  'key-reused': {
    status: 422,
    title: 'Unprocessable Content',
    detail: `This Idempotency-Key was used with another body. Send a new key, or the same body; ${inSentence} if both are the same.`,
  },
  'too-large': {
    status: 413,
    title: 'Content Too Large',
    detail: `The body is too large for this API. ${contact} if you need more.`,
  },
  'server-error': {
    status: 500,
    title: 'Internal Server Error',
    detail: `The server failed. ${contact} if it happens again.`,
  },
} as const satisfies Record<string, ProblemText>

export type ProblemName = keyof typeof problems
