/** The wallet that can pay for nothing: a quote with it as `sender` answers `INSUFFICIENT_BALANCE`. */
export const poorWallet = '0x0000000000000000000000000000000000000bad'
