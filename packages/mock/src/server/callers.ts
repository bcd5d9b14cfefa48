/** Whose budget: a token, by itself or its fingerprint, or an address. */
export type Spender = { readonly token: string } | { readonly address: string }

/** Who can be locked. */
export type Lockable = { readonly owner: string } | { readonly address: string }
