import type { Field, ProductType } from './Variant.ts'

/** A product in short form. */
export interface Offer {
  readonly brand: string
  readonly productType: ProductType
  readonly country: string
  /** The amount and its currency. */
  readonly fiat: readonly [value: string, currency: string]
  /** The price in US dollars. */
  readonly usd: string
  readonly subTypes: readonly string[]
  readonly categories: readonly string[]
  readonly requiredFields?: readonly Field[]
  /** Of an eSIM or a top-up: gigabytes, days, minutes and messages. */
  readonly plan?: readonly [dataGB: number, durationDays: number, voiceMinutes: number, smsNumber: number]
}

const name = (which: string): Field => ({
  name: `recipient.${which}`,
  valueType: 'string',
  regex: "^[A-Za-z\u00C0-\u024F' .-]{1,60}$",
})
const names = [name('firstName'), name('lastName')]
const msisdn: Field = { name: 'recipient.msisdn', valueType: 'string', regex: String.raw`^\+?\d{8,15}$` }

const topUp = { productType: 'topup', subTypes: ['prepaid'], categories: ['mobile'] } as const
const bundle = { productType: 'topup', subTypes: ['bundle'], categories: ['mobile', 'data'] } as const
const giftCard = { productType: 'gift_card', subTypes: ['e-code'] } as const
const esim = { productType: 'esim', subTypes: ['data'], categories: ['travel', 'data'] } as const

/** The brand whose purchases fail, as in the API's sandbox. */
export const sandboxBrand = 'Sandbox'

export const offers: readonly Offer[] = [
  { brand: 'Telcel', ...topUp, country: 'MX', fiat: ['100.00', 'MXN'], usd: '5.80' },
  { brand: 'Telcel', ...bundle, country: 'MX', fiat: ['200.00', 'MXN'], usd: '11.60', plan: [3, 30, 0, 0] },
  { brand: 'Claro', ...topUp, country: 'CO', fiat: ['20000.00', 'COP'], usd: '4.90' },
  { brand: 'Claro', ...bundle, country: 'CO', fiat: ['35000.00', 'COP'], usd: '8.60', plan: [6, 15, 100, 0] },
  { brand: 'T-Mobile', ...topUp, country: 'US', fiat: ['15.00', 'USD'], usd: '15.00' },
  {
    brand: 'Amazon',
    ...giftCard,
    categories: ['shopping'],
    country: 'MX',
    fiat: ['500.00', 'MXN'],
    usd: '28.90',
  },
  {
    brand: 'Amazon',
    ...giftCard,
    categories: ['shopping'],
    country: 'US',
    fiat: ['25.00', 'USD'],
    usd: '25.00',
  },
  {
    brand: 'Spotify',
    ...giftCard,
    categories: ['music', 'entertainment'],
    country: 'US',
    fiat: ['10.00', 'USD'],
    usd: '10.00',
    requiredFields: names,
  },
  {
    brand: 'Netflix',
    ...giftCard,
    categories: ['video', 'entertainment'],
    country: 'CO',
    fiat: ['50000.00', 'COP'],
    usd: '12.30',
    requiredFields: [...names, msisdn],
  },
  { brand: 'Viajera', ...esim, country: 'MX', fiat: ['150.00', 'MXN'], usd: '8.70', plan: [5, 15, 0, 0] },
  { brand: 'Viajera', ...esim, country: 'US', fiat: ['12.00', 'USD'], usd: '12.00', plan: [10, 30, 60, 10] },
  { brand: 'Viajera', ...esim, country: 'CO', fiat: ['40000.00', 'COP'], usd: '9.80', plan: [3, 7, 0, 0] },
  { brand: sandboxBrand, ...topUp, country: 'US', fiat: ['1.00', 'USD'], usd: '1.00' },
  {
    brand: sandboxBrand,
    ...giftCard,
    categories: ['test'],
    country: 'US',
    fiat: ['1.00', 'USD'],
    usd: '1.00',
  },
]
