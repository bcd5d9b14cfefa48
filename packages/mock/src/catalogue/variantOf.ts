import { brandImage } from './brandImage.ts'
import type { Offer } from './offers.ts'
import { referenceType } from './referenceType.ts'
import type { Variant } from './Variant.ts'

/** Returns an offer as the catalogue lists it. */
export function variantOf(offer: Offer, number: number): Variant {
  const { brand, country, productType, fiat, usd, subTypes, categories, requiredFields = [] } = offer
  const [fiatValue, fiatCurrency] = fiat
  return {
    id: `variant-${number}`,
    fupId: `fup-${number}`,
    sku: `b4d00000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    brand,
    country,
    productType,
    price: { fiatCurrency, fiatValue, stableCoinCurrency: 'USDC', stableCoinValue: usd },
    referenceType: referenceType(productType, country),
    requiredFields,
    notes: `${brand}, ${fiatValue} ${fiatCurrency}. An offer of the mock.`,
    shortNotes: `${fiatValue} ${fiatCurrency}`,
    subTypes,
    categories,
    supportedCountries: [country],
    imageUrl: brandImage(brand),
    evmServiceId: number,
    svmServiceId: number + 1000,
    ...(productType !== 'gift_card' && planOf(offer)),
    ...(productType === 'esim' && { roamingCountryIso2: country, roamingDataSpeeds: ['4G', '5G'] }),
    ...(productType !== 'esim' && { sendCurrency: fiatCurrency, sendPrice: fiatValue }),
  }
}

function planOf({ plan: [dataGB, durationDays, voiceMinutes, smsNumber] = [0, 0, 0, 0] }: Offer) {
  return {
    dataGB,
    durationDays,
    smsNumber,
    voiceMinutes,
    dataSpeeds: dataGB > 0 ? ['4G'] : [],
    dataUnlimited: false,
    smsUnlimited: false,
    voiceUnlimited: false,
  }
}
