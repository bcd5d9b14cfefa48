import * as v from 'valibot'
import { json } from '../../answers/Answer.ts'
import { networks } from '../../catalogue/networks.ts'
import { findPaymentToken, priceOf } from '../../catalogue/paymentTokens.ts'
import { poorWallet } from '../../catalogue/poorWallet.ts'
import { sameAddress } from '../../catalogue/sameAddress.ts'
import { findVariant } from '../../catalogue/variants.ts'
import { decimalOf, unitsOf } from '../../money/decimal.ts'
import type { ApiRecords, QuoteRecord } from '../../records/ApiRecords.ts'
import type { RouteTable } from '../Route.ts'
import { objectOf, text, whole } from './fields.ts'
import { misfit, type Misfit } from './misfit.ts'
import { readRequest } from './readRequest.ts'
import { transactionRequest } from './transactionRequest.ts'

const quoteRequest = objectOf({
  sku: text,
  fiatCurrency: text,
  digitalAsset: text,
  chainId: whole,
  sender: v.optional(text),
  integrator: v.optional(text),
})

type QuoteRequest = v.InferOutput<typeof quoteRequest>
type Priced = Pick<QuoteRecord, 'variant' | 'network' | 'token'>

/** Serves quotes: the price of a variant in a payment token, with a fee of 2 %. */
export function quoteRoutes(records: ApiRecords): RouteTable {
  return {
    'POST /api/v1/quotes/': async (call, { problem }) => {
      const read = await readRequest(call, quoteRequest)
      if ('misfit' in read) return problem('invalid-request', read.misfit)
      const { sender } = read.value
      const found = priced(read.value)
      if ('fields' in found) return problem('invalid-request', found)
      if (sender !== undefined) records.noteWallet(sender)
      if (sender !== undefined && sameAddress(sender, poorWallet)) return problem('insufficient-balance')
      const { price, fee, total } = amountsOf(found)
      const quote = records.addQuote({ ...found, total })
      return json(
        {
          id: quote.id,
          sku: found.variant.sku,
          fiatCurrency: found.variant.price.fiatCurrency,
          fiatAmount: found.variant.price.fiatValue,
          digitalAsset: found.token.address,
          digitalAssetAmount: price,
          feeAmount: fee,
          totalAmount: total,
          ...(sender !== undefined && { transactionRequest: transactionRequest(quote) }),
        },
        201,
      )
    },
  }
}

function priced({ sku, fiatCurrency, digitalAsset, chainId }: QuoteRequest): Priced | Misfit {
  const variant = findVariant(sku)
  const network = networks.find((one) => one.chainId === chainId)
  const token = network && findPaymentToken(network, digitalAsset)
  if (variant?.price.fiatCurrency === fiatCurrency && network?.isActive && token)
    return { variant, network, token }
  return misfit({
    ...(variant === undefined && { sku: 'is no SKU of a variant' }),
    ...(variant &&
      variant.price.fiatCurrency !== fiatCurrency && {
        fiatCurrency: `must be the currency of the variant's price, ${variant.price.fiatCurrency}`,
      }),
    ...(network === undefined && { chainId: 'is not the id of a network' }),
    ...(network?.isActive === false && { chainId: 'is that of an inactive network' }),
    ...(network && token === undefined && { digitalAsset: `is no payment token of ${network.name}` }),
  })
}

/** Rounds fees up to the token's smallest unit. */
function amountsOf({ variant, token }: Priced): { price: string; fee: string; total: string } {
  const millionths = unitsOf(variant.price.stableCoinValue, 6)
  const price = (millionths * 10n ** BigInt(token.decimals)) / priceOf(token)
  const fee = (price * 2n + 99n) / 100n
  const [shownPrice = '', shownFee = '', total = ''] = [price, fee, price + fee].map((units) =>
    decimalOf(units, token.decimals),
  )
  return { price: shownPrice, fee: shownFee, total }
}
