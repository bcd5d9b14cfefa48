/** Asks a mock, over HTTP or not. */
export type Ask = (path: string, init?: { method: string; body: string }) => Promise<Response>

/** What a variant of the catalogue has, as far as the tests look at it. */
export interface ShownVariant {
  readonly sku: string
  readonly brand: string
  readonly country: string
  readonly productType: string
  readonly price: { readonly fiatCurrency: string; readonly fiatValue: string }
  readonly referenceType: { readonly name: string; readonly regex: string }
  readonly requiredFields: readonly { readonly name: string; readonly regex: string }[]
}

interface Grouped {
  readonly products: readonly {
    readonly productType: string
    readonly brands: readonly { readonly brandName: string; readonly variants: readonly ShownVariant[] }[]
  }[]
}

export const wallet = '0x00000000000000000000000000000000000a11ce'
/** USDC on the first network. */
export const payment = {
  chain: 'arb',
  chainId: 421_614,
  token: '0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d',
}

export async function variantsIn(ask: Ask, search = ''): Promise<ShownVariant[]> {
  const { products } = (await (await ask(`/api/v1/products/grouped/${search}`)).json()) as Grouped
  return products.flatMap(({ brands }) => brands.flatMap(({ variants }) => variants))
}

export async function variantOf(ask: Ask, brand: string): Promise<ShownVariant> {
  const found = (await variantsIn(ask)).find((variant) => variant.brand === brand)
  if (!found) throw new Error(`The catalogue has no variant of ${brand}.`)
  return found
}

export function quoteBody(
  { sku, price }: { readonly sku: string; readonly price: { readonly fiatCurrency: string } },
  others: object = {},
): string {
  const { token: digitalAsset, chainId } = payment
  return JSON.stringify({ sku, fiatCurrency: price.fiatCurrency, digitalAsset, chainId, ...others })
}

/** A quote's id, and the body that registers its payment. */
export async function paid(
  ask: Ask,
  brand = 'Telcel',
  changed: { readonly intent?: object; readonly body?: object } = {},
): Promise<{ quoteId: number; body: string }> {
  const variant = await variantOf(ask, brand)
  const quoted = await ask('/api/v1/quotes/', {
    method: 'POST',
    body: quoteBody(variant, { sender: wallet }),
  })
  const { id: quoteId, totalAmount } = (await quoted.json()) as { id: number; totalAmount: string }
  const { chain, token } = payment
  const transactionIntent = {
    sku: variant.sku,
    quantity: 1,
    amount: totalAmount,
    chain,
    token,
    wallet,
    integrator: 'acme',
    hasAcceptedTerms: true,
    quoteId,
    ...changed.intent,
  }
  const body = {
    reference: variant.referenceType.name === 'phone' ? '+525512345678' : 'ada@example.com',
    requiredFields: variant.requiredFields.map(({ name }) => ({ key: name, value: valueOf(name) })),
    transactionIntent,
    transactionReceipt: { hash: `0x${String(quoteId).padStart(64, '0')}`, virtualMachineType: 'EVM' },
    ...changed.body,
  }
  return { quoteId, body: JSON.stringify(body) }
}

function valueOf(field: string): string {
  return field.endsWith('msisdn') ? '+573001234567' : 'Ada'
}
