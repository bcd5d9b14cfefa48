/** The types of a field. If its name ends with a question mark, it may be null or missing. */
type Type = string
/** How certain the whole body is. A documented body has every field without a question mark. */
interface Shape {
  readonly known: 'documented' | 'client'
  readonly fields: Readonly<Record<string, Type>>
}

const amount = 'string'
const address = 'string'
const iso8601 = 'string'

/**
 * The known bodies of the API. They are written by hand from its documentation and its clients, not
 * from `openapi.yaml`. A name in capitals is another shape. Brackets mean a list of it, and braces
 * a record of it.
 */
export const shapes: Readonly<Record<string, Shape>> = {
  Error: { known: 'documented', fields: { errorCode: 'string', message: 'string', 'fields?': '{string}' } },
  Countries: { known: 'documented', fields: { message: 'string', data: 'CountryPage' } },
  CountryPage: { known: 'documented', fields: { count: 'integer', results: '[Country]' } },
  Country: {
    known: 'documented',
    fields: {
      id: 'string|number',
      name: 'string',
      isoAlpha2: 'string',
      isoAlpha3: 'string',
      isCurrent: 'boolean',
      'capital?': 'string',
      fiatCurrency: 'string',
      region: 'string',
      subregion: 'string',
      'languages?': '{string}',
      flagUrl: 'string',
      timezone: 'string',
      latitude: 'number|string|null',
      longitude: 'number|string|null',
      callingCode: 'string',
      status: 'string',
      createdAt: iso8601,
      updatedAt: iso8601,
    },
  },
  GroupedProducts: { known: 'documented', fields: { products: '[ProductGroup]' } },
  ProductGroup: { known: 'documented', fields: { productType: 'string', brands: '[Brand]' } },
  Brand: {
    known: 'documented',
    fields: {
      brandName: 'string',
      brandSlug: 'string',
      imageUrl: 'string',
      order: 'integer',
      variants: '[Variant]',
    },
  },
  Variant: {
    known: 'documented',
    fields: {
      id: 'string|number',
      fupId: 'string|number',
      sku: 'string',
      brand: 'string',
      country: 'string',
      productType: 'string',
      price: 'Price',
      referenceType: 'ReferenceType',
      requiredFields: '[RequiredField]',
      'notes?': 'string',
      'shortNotes?': 'string',
      subTypes: '[string]',
      categories: '[string]',
      supportedCountries: '[string]',
      'imageUrl?': 'string',
      evmServiceId: 'integer',
      svmServiceId: 'integer',
      // Of an eSIM and a top-up.
      'dataGB?': 'number|string',
      'durationDays?': 'number|string',
      'smsNumber?': 'number|string',
      'voiceMinutes?': 'number|string',
      'dataSpeeds?': '[string]',
      'dataUnlimited?': 'boolean',
      'smsUnlimited?': 'boolean',
      'voiceUnlimited?': 'boolean',
      // Of an eSIM.
      'roamingCountryIso2?': 'string',
      'roamingDataSpeeds?': '[string]',
      // Of a top-up and a gift card.
      'sendCurrency?': 'string',
      'sendPrice?': amount,
    },
  },
  Price: {
    known: 'documented',
    fields: {
      fiatCurrency: 'string',
      fiatValue: amount,
      stableCoinCurrency: 'string',
      stableCoinValue: amount,
    },
  },
  ReferenceType: { known: 'documented', fields: { name: 'string', valueType: 'string', regex: 'string' } },
  RequiredField: { known: 'documented', fields: { name: 'string', valueType: 'string', 'regex?': 'string' } },
  Networks: { known: 'documented', fields: { success: 'boolean', data: '[Network]' } },
  Network: {
    known: 'documented',
    fields: {
      name: 'string',
      key: 'string',
      logoUrl: 'string',
      chainId: 'integer',
      rpcUrl: 'string',
      explorerUrl: 'string',
      isTestnet: 'boolean',
      networkType: 'string',
      isActive: 'boolean',
      rank: 'integer',
      protocolContracts: '{string}',
      nativeToken: 'NativeToken',
    },
  },
  NativeToken: { known: 'documented', fields: { name: 'string', symbol: 'string', decimals: 'integer' } },
  PaymentTokens: { known: 'documented', fields: { success: 'boolean', data: '[PaymentToken]' } },
  PaymentToken: {
    known: 'documented',
    fields: {
      id: 'integer',
      name: 'string',
      symbol: 'string',
      key: 'string',
      address,
      decimals: 'integer',
      'imageUrl?': 'string',
      minAllowance: amount,
      maxAllowance: amount,
    },
  },
  QuoteRequest: {
    known: 'documented',
    fields: {
      sku: 'string',
      fiatCurrency: 'string',
      digitalAsset: address,
      chainId: 'integer',
      'sender?': address,
      'integrator?': 'string',
    },
  },
  Quote: {
    known: 'documented',
    fields: {
      id: 'number',
      sku: 'string',
      fiatCurrency: 'string',
      fiatAmount: amount,
      digitalAsset: address,
      digitalAssetAmount: amount,
      feeAmount: amount,
      totalAmount: amount,
      'transactionRequest?': 'TransactionRequest',
    },
  },
  TransactionRequest: {
    known: 'documented',
    fields: {
      chainId: 'integer',
      type: 'integer',
      to: address,
      data: 'string',
      value: 'string',
      gas: 'string|number',
      gasLimit: 'string|number',
      'maxFeePerGas?': 'string|number',
      'maxPriorityFeePerGas?': 'string|number',
    },
  },
  WalletResponse: { known: 'client', fields: { wallet: 'Wallet' } },
  Wallet: { known: 'client', fields: { hasAcceptedTerms: 'boolean', walletAddress: address } },
  // The body of a registration. Here the sender must give the fields.
  Registration: {
    known: 'documented',
    fields: {
      reference: 'string',
      requiredFields: '[FilledField]',
      transactionIntent: 'TransactionIntent',
      transactionReceipt: 'TransactionReceipt',
    },
  },
  FilledField: { known: 'documented', fields: { key: 'string', value: 'string' } },
  TransactionIntent: {
    known: 'documented',
    fields: {
      sku: 'string',
      quantity: 'integer',
      amount: 'string|number',
      chain: 'string',
      token: address,
      wallet: address,
      'integrator?': 'string',
      hasAcceptedTerms: 'boolean',
      quoteId: 'number',
    },
  },
  TransactionReceipt: { known: 'documented', fields: { hash: 'string', virtualMachineType: 'string' } },
  RegisteredTransaction: { known: 'client', fields: transaction() },
  Transaction: { known: 'documented', fields: transaction() },
  TransactionProduct: { known: 'client', fields: { name: 'string', logoUrl: 'string' } },
  TransactionList: { known: 'client', fields: { transactions: '[TransactionSummary]' } },
  TransactionSummary: {
    known: 'client',
    fields: {
      id: 'string',
      serviceId: 'string|number',
      status: 'string',
      created: iso8601,
      tokenUsed: 'string',
      productType: 'string',
      walletAddress: address,
      brandName: 'string',
      product: 'TransactionProduct',
      price: 'SummaryPrice',
    },
  },
  SummaryPrice: { known: 'client', fields: { fiatCurrency: 'string', fiatValue: amount } },
}

function transaction(): Shape['fields'] {
  return {
    transactionId: 'string',
    status: 'string',
    sku: 'string',
    countryIsoAlpha2: 'string',
    productType: 'string',
    productSubType: 'string',
    quantity: 'integer',
    fiatUnitPrice: 'number',
    fiatCurrency: 'string',
    product: 'TransactionProduct',
    'userWalletAddress?': address,
    chainId: 'integer',
    'tokenUsed?': 'string',
    'tokenAmountPayed?': 'number',
    givenReference: 'string',
    isDeleted: 'boolean',
    created: iso8601,
    updated: iso8601,
  }
}
