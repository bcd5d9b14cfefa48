import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

// Imports nothing of ours: this is how any program uses the API, with what its platform provides.

const bin = fileURLToPath(new URL('../../mock/bin/bando-mock.js', import.meta.url))
const wallet = '0x00000000000000000000000000000000000a11ce'

/** Starts the command as a separate process. Resolves to its address and a token. */
async function startMock(...flags: string[]): Promise<{ url: string; token: string }> {
  const command = spawn(process.execPath, [bin, '--port', '0', '--log', 'json', ...flags])
  const ended = once(command, 'close')
  onTestFinished(async () => {
    command.kill('SIGKILL')
    await ended
  })
  for await (const line of createInterface(command.stdout)) {
    const { url, tokens } = JSON.parse(line) as { url: string; tokens: { standard: string } }
    return { url, token: tokens.standard }
  }
  throw new Error('The command ended before it listened. Build it: pnpm --filter @bando/mock run build.')
}

interface Step {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- the return type of JSON.parse
  readonly body: any
}

interface Init {
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends one request of an integrator, with `fetch` alone. */
function asking(url: string, token: string) {
  return async (path: string, init: Init = {}): Promise<Step> => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      ...init,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...init.headers },
    })
    return { status: response.status, body: await response.json() }
  }
}

it.each([
  ['Netflix', 'CO', 'COMPLETED'],
  ['Sandbox', 'US', 'FAILED'],
])('a variant of %s in %s is bought with plain fetch, and ends %s', async (brand, country, end) => {
  const { url, token } = await startMock('--check-references')
  const ask = asking(url, token)

  // 1 and 2: a country, and what is sold there
  const countries = await ask('countries/')
  expect(countries.body.data.results.map(({ isoAlpha2 }: { isoAlpha2: string }) => isoAlpha2)).toContain(
    country,
  )
  const { body: catalogue } = await ask(`products/grouped/?country=${country}`)
  const brands = catalogue.products.flatMap(({ brands }: { brands: object[] }) => brands)
  const [variant] = brands.find(({ brandName }: { brandName: string }) => brandName === brand).variants

  // The values that the user enters, checked before the payment.
  const values: Record<string, string> = { phone: '+15551234567', email: 'ada@example.com' }
  const reference = values[variant.referenceType.name] ?? ''
  expect(reference).toMatch(new RegExp(variant.referenceType.regex))
  const requiredFields = variant.requiredFields.map(({ name, regex }: { name: string; regex: string }) => {
    const value = name.endsWith('msisdn') ? '+573001234567' : 'Ada'
    expect(value).toMatch(new RegExp(regex))
    return { key: name, value }
  })

  // 3: an active network, and what can be paid with there
  const networks = await ask('networks/')
  const network = networks.body.data.find(({ isActive }: { isActive: boolean }) => isActive)
  const tokens = await ask(`tokens/${network.key}/`)
  const payment = tokens.body.data.find(({ symbol }: { symbol: string }) => symbol === 'USDC')

  // 4: the terms; nothing is known of the wallet yet
  expect(await ask(`wallets/${wallet}/`)).toMatchObject({
    status: 404,
    body: { errorCode: 'WALLET_NOT_FOUND' },
  })

  // 5: a quote
  const quoteRequest = {
    sku: variant.sku,
    fiatCurrency: variant.price.fiatCurrency,
    digitalAsset: payment.address,
    chainId: network.chainId,
    sender: wallet,
    integrator: 'acme',
  }
  const quoted = await ask('quotes/', { method: 'POST', body: JSON.stringify(quoteRequest) })
  const quote = quoted.body
  expect([quoted.status, quote.transactionRequest.chainId]).toEqual([201, network.chainId])
  const parts = [quote.digitalAssetAmount, quote.feeAmount].map((amount) => unitsOf(amount, payment.decimals))
  expect(unitsOf(quote.totalAmount, payment.decimals)).toBe((parts[0] ?? 0n) + (parts[1] ?? 0n))

  // 6: the wallet signs and sends `transactionRequest`, and waits for a confirmation. 7: the
  // payment is registered
  const registration = {
    reference,
    requiredFields,
    transactionIntent: {
      sku: variant.sku,
      quantity: 1,
      amount: quote.totalAmount,
      chain: network.key,
      token: payment.address,
      wallet,
      integrator: 'acme',
      hasAcceptedTerms: true,
      quoteId: quote.id,
    },
    transactionReceipt: { hash: `0x${'ab'.repeat(32)}`, virtualMachineType: network.networkType },
  }
  const register = () =>
    ask(`wallets/${wallet}/transactions/`, {
      method: 'POST',
      headers: { 'Idempotency-Key': String(quote.id) },
      body: JSON.stringify(registration),
    })
  const registered = await register()
  expect(registered).toMatchObject({ status: 201, body: { status: 'PENDING', givenReference: reference } })
  expect(await register()).toEqual(registered)
  expect((await ask(`wallets/${wallet}/`)).body.wallet.hasAcceptedTerms).toBe(true)

  // 8: its status, until it is final
  const seen: string[] = []
  for (let advanceMs = 0; !['COMPLETED', 'FAILED'].includes(seen.at(-1) ?? ''); advanceMs = 10_000) {
    await fetch(`${url}/_mock/clock`, { method: 'PATCH', body: JSON.stringify({ advanceMs }) })
    const path = `wallets/${wallet}/transactions/${registered.body.transactionId}/`
    seen.push((await ask(path)).body.status)
  }
  expect(seen).toEqual(['PENDING', 'PROCESSING', 'PROCESSING', end])
  const listed = await ask(`wallets/${wallet}/transactions/?chainId=${network.chainId}`)
  expect(listed.body.transactions).toMatchObject([{ id: registered.body.transactionId, status: end }])
})

/** Converts a decimal text to the smallest units of its token. */
function unitsOf(text: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}
