import { networks, type Network } from './networks.ts'
import { sameAddress } from './sameAddress.ts'

/** What can be paid with on a network, as `GET tokens/{networkKey}/` lists it. */
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
/** Another address that some clients write for a native coin. */
const otherNative = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee'
const svmNative = '11111111111111111111111111111111'

/** Of each network the addresses of USDC and USDT; those of USDT are made up. */
const stablecoins: Readonly<Record<string, readonly [usdc: string, usdt: string]>> = {
  arb: ['0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d', '0x00000000000000000000000000000000ba4d0a0b'],
  pol: ['0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582', '0x00000000000000000000000000000000ba4d0b0b'],
  sol: ['4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU', 'BandoUsdt1111111111111111111111111111111111'],
  opt: ['0x5fd84259d66Cd46123540766Be93DFE6D43130D7', '0x00000000000000000000000000000000ba4d0c0b'],
}

/** What one whole token costs, in millionths of a US dollar. */
const prices: Readonly<Record<string, bigint>> = {
  ETH: 2_500_000_000n,
  POL: 250_000n,
  SOL: 150_000_000n,
  USDC: 1_000_000n,
  USDT: 1_000_000n,
}

const byNetwork = new Map(networks.map((network, index) => [network, tokensOf(network, index * 3 + 1)]))

/** The payment tokens of a network. */
export function paymentTokensOf(network: Network): readonly PaymentToken[] {
  return byNetwork.get(network) ?? []
}

/** The payment token of a network with this address, by any address that a native coin may have. */
export function findPaymentToken(network: Network, address: string): PaymentToken | undefined {
  const wanted = network.networkType === 'EVM' && sameAddress(address, otherNative) ? evmNative : address
  return paymentTokensOf(network).find((token) => sameAddress(token.address, wanted))
}

/** Whether it is the coin of its network, and no contract's. */
export function isNative({ address }: PaymentToken): boolean {
  return address === evmNative || address === svmNative
}

/** What one whole token costs, in millionths of a US dollar. */
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
