/** Every refusal says whom to ask. */
const contact = 'Write to api@bando.cool'
const inSentence = 'write to api@bando.cool'

interface ProblemText {
  readonly status: number
  readonly title: string
  readonly detail: string
}

/** The refusals this API knows, by name. Of those that share a status, `Prefer` gets the first. */
export const problems = {
  'rate-limited': {
    status: 429,
    title: 'Too Many Requests',
    detail: `The requests of this hour are spent. Wait, or ${inSentence} for a higher limit.`,
  },
  'invalid-token': {
    status: 401,
    title: 'Unauthorized',
    detail: `The token is missing from the Authorization field or not recognised. ${contact} for a valid one.`,
  },
  'locked-out': {
    status: 403,
    title: 'Forbidden',
    detail: `After several invalid login attempts all login attempts are refused for a while, valid tokens included. ${contact} if you need help.`,
  },
  'address-not-allowed': {
    status: 403,
    title: 'Forbidden',
    detail: `This token may not be used from your IP address. ${contact} to have it allowed.`,
  },
  'not-found': {
    status: 404,
    title: 'Not Found',
    detail: `There is nothing at this path. ${contact} if there should be.`,
  },
  'wallet-not-found': {
    status: 404,
    title: 'Not Found',
    detail: `This wallet has neither asked for a quote nor registered a payment. ${contact} if it has.`,
  },
  gone: {
    status: 410,
    title: 'Gone',
    detail: `This path is gone since 2025-08-01. Check a reference with the regular expressions of its variant; ${inSentence} if you cannot.`,
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method Not Allowed',
    detail: `This path does not take this method; the Allow field lists those it takes. ${contact} if it should.`,
  },
  'invalid-request': {
    status: 400,
    title: 'Bad Request',
    detail: `The request is not valid. ${contact} if it should be.`,
  },
  'insufficient-balance': {
    status: 400,
    title: 'Bad Request',
    detail: `The sender has too little of this payment token. Pay with another token or wallet; ${inSentence} if there is enough.`,
  },
  'key-in-use': {
    status: 409,
    title: 'Conflict',
    detail: `A request with this Idempotency-Key is still being processed. Send yours again once it is answered; ${inSentence} if it never is.`,
  },
  'quote-already-used': {
    status: 409,
    title: 'Conflict',
    detail: `A payment was already registered for this quote. Ask for the wallet's transactions; ${inSentence} if it is not among them.`,
  },
  'key-reused': {
    status: 422,
    title: 'Unprocessable Content',
    detail: `This Idempotency-Key came with another body before. Send a new key, or the same body; ${inSentence} if both are the same.`,
  },
  'too-large': {
    status: 413,
    title: 'Content Too Large',
    detail: `The body is larger than this API takes. ${contact} if you need more.`,
  },
  'server-error': {
    status: 500,
    title: 'Internal Server Error',
    detail: `Something went wrong on the server. ${contact} if it stays so.`,
  },
} as const satisfies Record<string, ProblemText>

export type ProblemName = keyof typeof problems
