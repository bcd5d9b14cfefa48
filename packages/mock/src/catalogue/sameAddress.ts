/** Whether two texts are one address: those of EVM networks in any case, others exactly. */
export function sameAddress(one: string, other: string): boolean {
  return addressKey(one) === addressKey(other)
}

/** An address as it is remembered. */
export function addressKey(address: string): string {
  return /^0x/i.test(address) ? address.toLowerCase() : address
}
