/** Returns true if two texts are the same address. EVM addresses ignore case. */
export function sameAddress(one: string, other: string): boolean {
  return addressKey(one) === addressKey(other)
}

/** Returns the address as a key for a map. */
export function addressKey(address: string): string {
  return /^0x/i.test(address) ? address.toLowerCase() : address
}
