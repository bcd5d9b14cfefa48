import * as v from 'valibot'
import type { Variant } from '../../catalogue/Variant.ts'
import type { ApiRecords, QuoteRecord } from '../../records/ApiRecords.ts'
import { amount, objectOf, text, whole, yesOrNo } from './fields.ts'
import { misfit, type Misfit } from './misfit.ts'

/** The schema of the body that registers a payment. */
export const registration = objectOf({
  reference: text,
  requiredFields: v.array(objectOf({ key: text, value: text }), 'must be a list of { key, value }'),
  transactionIntent: objectOf({
    sku: text,
    quantity: v.literal(1, 'must be 1'),
    amount,
    chain: text,
    token: text,
    wallet: text,
    integrator: v.optional(text),
    hasAcceptedTerms: yesOrNo,
    quoteId: whole,
  }),
  transactionReceipt: objectOf({
    hash: text,
    virtualMachineType: v.picklist(['EVM', 'SVM', 'UTXO'], 'must be EVM, SVM or UTXO'),
  }),
})

type Registration = v.InferOutput<typeof registration>

/** Returns the quote that was paid, or what does not match it. */
export function paidQuote(
  { reference, requiredFields, transactionIntent }: Registration,
  records: ApiRecords,
  checkReferences: boolean,
): { readonly quote: QuoteRecord } | { readonly misfit: Misfit } {
  const { sku, quoteId, chain } = transactionIntent
  const quote = records.quote(quoteId)
  if (!quote) return { misfit: misfit({ 'transactionIntent.quoteId': 'is no id of a quote' }) }
  const { variant, network } = quote
  const wrong = {
    ...(variant.sku !== sku && { 'transactionIntent.sku': 'is not that of the quote' }),
    ...(![network.key, String(network.chainId)].includes(chain) && {
      'transactionIntent.chain': `is not that of the quote, "${network.key}"`,
    }),
    ...(checkReferences && unfitting(variant, reference, requiredFields)),
  }
  return Object.keys(wrong).length > 0 ? { misfit: misfit(wrong) } : { quote }
}

/** Returns the fields that the variant's regular expressions refuse. */
function unfitting(
  { referenceType, requiredFields }: Variant,
  reference: string,
  given: Registration['requiredFields'],
): Record<string, string> {
  const values = new Map(given.map(({ key, value }) => [key, value]))
  const checked = [
    { path: 'reference', regex: referenceType.regex, value: reference as string | undefined },
    ...requiredFields.map(({ name, regex }) => ({
      path: `requiredFields.${name}`,
      regex,
      value: values.get(name),
    })),
  ]
  const wrong = checked.flatMap(({ path, regex, value }) => {
    if (value === undefined) return [[path, 'is missing']]
    return new RegExp(regex).test(value) ? [] : [[path, `does not match ${regex}`]]
  })
  return Object.fromEntries(wrong) as Record<string, string>
}
