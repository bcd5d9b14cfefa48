import { networks, type Network } from './networks.ts'
import { sameAddress } from './sameAddress.ts'

/** A currency accepted on a network, as `GET tokens/{networkKey}/` lists it. */
export interface PaymentToken {
  readonly id: number
  readonly name: string
  readonly symbol: string
  readonly key: string
  readonly address: string
  readonly decimals: number
  readonly imageUrl: string
  readonly minAllowance: string
  readonly maxAllowance: string
}

const evmNative = '0x0000000000000000000000000000000000000000'
/** A second address that some clients write for a native coin. */
const otherNative = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
const svmNative = '11111111111111111111111111111111'

/** The addresses of USDC and USDT on each network. Those of USDT are invented. */
const stablecoins: Readonly<Record<string, readonly [usdc: string, usdt: string]>> = {
  arb: ['0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d', '0x00000000000000000000000000000000ba4d0a0b'],
  pol: ['0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582', '0x00000000000000000000000000000000ba4d0b0b'],
  sol: ['4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU', 'BandoUsdt1111111111111111111111111111111111'],
  opt: ['0x5fd84259d66Cd46123540766Be93DFE6D43130D7', '0x00000000000000000000000000000000ba4d0c0b'],
}

/** The price of one whole token, in millionths of a US dollar. */
const prices: Readonly<Record<string, bigint>> = {
  ETH: 2_500_000_000n,
  POL: 250_000n,
  SOL: 150_000_000n,
  USDC: 1_000_000n,
  USDT: 1_000_000n,
}

const byNetwork = new Map(networks.map((network, index) => [network, tokensOf(network, index * 3 + 1)]))

/** Returns the payment tokens of a network. */
export function paymentTokensOf(network: Network): readonly PaymentToken[] {
  return byNetwork.get(network) ?? []
}

/** Finds a payment token of a network by its address. A native coin has two addresses. */
export function findPaymentToken(network: Network, address: string): PaymentToken | undefined {
  const wanted = network.networkType === 'EVM' && sameAddress(address, otherNative) ? evmNative : address
  return paymentTokensOf(network).find((token) => sameAddress(token.address, wanted))
}

/** Returns true for the native coin of a network, which has no contract. */
export function isNative({ address }: PaymentToken): boolean {
  return address === evmNative || address === svmNative
}

/** Returns the price of one whole token, in millionths of a US dollar. */
export function priceOf({ symbol }: PaymentToken): bigint {
  return prices[symbol] ?? 1_000_000n
}

function tokensOf({ key, networkType, nativeToken }: Network, firstId: number): PaymentToken[] {
  const [usdc = '', usdt = ''] = stablecoins[key] ?? []
  const native = networkType === 'SVM' ? svmNative : evmNative
  return [
    { ...nativeToken, address: native },
    { name: 'USD Coin', symbol: 'USDC', decimals: 6, address: usdc },
    { name: 'Tether USD', symbol: 'USDT', decimals: 6, address: usdt },
  ].map((token, index) => ({
    id: firstId + index,
    name: token.name,
    symbol: token.symbol,
    key: token.symbol.toLowerCase(),
    address: token.address,
    decimals: token.decimals,
    imageUrl: `https://assets.bando.example/tokens/${token.symbol.toLowerCase()}.svg`,
    minAllowance: '0.000001',
    maxAllowance: '1000000',
  }))
}
