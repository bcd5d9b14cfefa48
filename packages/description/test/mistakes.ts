/** A mistake in the use of the API's types, and what the compiler must name. */
export interface Mistake {
  readonly what: string
  readonly code: string
  readonly names: readonly (string | RegExp)[]
}

const tokens = '/api/v1/tokens/{networkKey}/'
const registration = '/api/v1/wallets/{address}/transactions/'
const transaction = '/api/v1/wallets/{address}/transactions/{transactionId}/'

export const mistakes: readonly Mistake[] = [
  { what: 'a typo in a path', code: `bando.get('/cool')`, names: ['"/cool"', '"/coolness"', `"${tokens}"`] },
  {
    what: 'a typo in a path, with options',
    code: `bando.get('/cool', { priority: 'high' })`,
    names: ['"/cool"', '"/coolness"', `"${tokens}"`],
  },
  {
    what: 'a path without its slash',
    code: `bando.get('/api/v1/networks')`,
    names: ['"/api/v1/networks"', '"/api/v1/networks/"'],
  },
  {
    what: 'a typo in a path that is written to',
    code: `bando.post('/api/v1/quote/', {})`,
    names: ['"/api/v1/quote/"', '"/api/v1/quotes/"'],
  },
  {
    what: 'a typo in a path that is written to, without a body',
    code: `bando.post('/api/v1/quote/')`,
    names: ['"/api/v1/quote/"', '"/api/v1/quotes/"'],
  },
  {
    what: 'a path that has another method alone',
    code: `bando.post('/coolness', {})`,
    names: ['"/coolness"', '"/api/v1/quotes/"'],
  },
  { what: 'a method that no path has', code: `bando.delete('/coolness')`, names: ['no path takes DELETE'] },
  {
    what: 'a path that is gone',
    code: `bando.post('/api/v1/references/', {})`,
    names: ['"/api/v1/references/"', '"/api/v1/quotes/"'],
  },
  {
    what: 'params that are missing',
    code: `bando.get('${tokens}')`,
    names: ['"params"', 'networkKey: string'],
  },
  {
    what: 'params that are missing among options',
    code: `bando.get('${tokens}', { priority: 'high' })`,
    names: [/'params' is missing/],
  },
  {
    what: 'one of the params that is missing',
    code: `bando.get('${transaction}', { params: { address: '0xAb' } })`,
    names: [/'transactionId' is missing/],
  },
  {
    what: 'a typo in params',
    code: `bando.get('${tokens}', { params: { network: 'arb' } })`,
    names: [/'network' does not exist/, 'networkKey: string'],
  },
  {
    what: 'params of a path that has none',
    code: `bando.get('/coolness', { params: { networkKey: 'arb' } })`,
    names: ['networkKey', '"params"'],
  },
  {
    what: 'a query that does not exist',
    code: `bando.get('/coolness', { query: { fo: 'ice' } })`,
    names: [/'fo' does not exist/, 'of?: string'],
  },
  {
    what: 'a query of another type',
    code: `bando.get('${registration}', { params: { address: '0xAb' }, query: { chainId: 'arb' } })`,
    names: [`'string' is not assignable to type 'number'`],
  },
  {
    what: 'an option that does not exist',
    code: `bando.get('/coolness', { maxWait: 5 })`,
    names: ["'maxWait'", "'maxWaitMs'"],
  },
  {
    what: 'a body that is missing',
    code: `bando.post('/api/v1/quotes/')`,
    names: ['"body"', 'sku: string', 'chainId: number'],
  },
  {
    what: 'a field of the body that is missing',
    code: `bando.post('/api/v1/quotes/', { sku: 'a', fiatCurrency: 'MXN', digitalAsset: '0x' })`,
    names: [/'chainId' is missing/],
  },
  {
    what: 'a field of the body that is missing, with options',
    code: `bando.post('/api/v1/quotes/', { sku: 'a', fiatCurrency: 'MXN', chainId: 1 }, { priority: 'high' })`,
    names: [/'digitalAsset' is missing/],
  },
  {
    what: 'params that are missing beside a body',
    code: `bando.post('${registration}', body)`,
    names: ['"params"', 'address: string'],
  },
  {
    what: 'a status compared with a number',
    code: `bought.status === 200`,
    names: ["'number'", 'no overlap'],
  },
  { what: 'a multiplied amount', code: `quote.totalAmount * 2`, names: ['arithmetic'] },
  {
    what: 'two amounts, written one behind the other',
    code: `quote.fiatAmount + quote.feeAmount`,
    names: ["'string | number'"],
  },
  { what: 'an amount less another', code: `quote.totalAmount - quote.feeAmount`, names: ['arithmetic'] },
]

/** Correct uses, which compile. */
export const right: readonly string[] = [
  `bando.get('/coolness')`,
  `bando.get('/coolness', undefined)`,
  `bando.get('${tokens}', { params: { networkKey: 'arb' } })`,
  `bando.get('${registration}', { params: { address: '0xAb' }, query: { chainId: 1 } })`,
  `bando.post('/api/v1/quotes/', { sku: 'a', fiatCurrency: 'MXN', digitalAsset: '0x', chainId: 1 })`,
  `bando.post('${registration}', body, { params: { address: '0xAb' }, idempotencyKey: '7' })`,
  `bought.status === 'COMPLETED'`,
  `bought.status === 'A_STATUS_OF_TOMORROW'`,
  `Number(quote.totalAmount) * 2`,
  `asBando.get<number>('/anything')`,
]

/** Beginnings and the names that an editor offers at their end. */
export const completions: readonly { readonly code: string; readonly to: readonly string[] }[] = [
  { code: `bando.get('`, to: ['/coolness', '/api/v1/networks/', tokens] },
  { code: `bando.post('`, to: ['/api/v1/quotes/', registration] },
  { code: `bando.get('/coolness', { query: { `, to: ['of'] },
  { code: `bando.get('${tokens}', { params: { `, to: ['networkKey'] },
  { code: `bando.get('${tokens}', { `, to: ['params', 'query', 'priority'] },
  {
    code: `bando.post('/api/v1/quotes/', { `,
    to: ['sku', 'fiatCurrency', 'digitalAsset', 'chainId', 'sender'],
  },
  {
    code: `bought.status === '`,
    to: ['PENDING', 'PROCESSING', 'VALIDATING', 'COMPLETED', 'SUCCESS', 'FAILED'],
  },
  { code: `networks.data.filter((network) => network.`, to: ['isActive', 'chainId', 'key'] },
]
