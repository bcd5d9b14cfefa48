import { isNative } from '../../catalogue/paymentTokens.ts'
import { unitsOf } from '../../money/decimal.ts'
import type { QuoteRecord } from '../../records/ApiRecords.ts'

/**
 * Returns the transaction that a wallet would sign to pay for a quote. Its contract does nothing.
 */
export function transactionRequest({ id, network, token, total }: QuoteRecord) {
  const { chainId, networkType, protocolContracts } = network
  const isEvm = networkType === 'EVM'
  return {
    chainId,
    type: isEvm ? 2 : 0,
    to: protocolContracts['BandoRouter'] ?? protocolContracts['BandoFulfillable'] ?? '',
    data: isEvm ? callData(id) : btoa(`A versioned transaction of the mock: quote ${id}`),
    value: hex(isNative(token) ? unitsOf(total, token.decimals) : 0n),
    gas: '210000',
    gasLimit: '210000',
    ...(isEvm && { maxFeePerGas: '100000000', maxPriorityFeePerGas: '1000000' }),
  }
}

/** Returns a selector that no contract has, and the quote's id. */
function callData(id: number): string {
  return `0xba4d0000${id.toString(16).padStart(64, '0')}`
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`
}
