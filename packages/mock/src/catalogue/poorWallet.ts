/** A wallet without funds. A quote with it as `sender` gets `INSUFFICIENT_BALANCE`. */
export const poorWallet = '0x0000000000000000000000000000000000000bad'
