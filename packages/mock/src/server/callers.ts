/** The owner of a budget: a token, by itself or its fingerprint, or an address. */
export type Spender = { readonly token: string } | { readonly address: string }

/** An owner or an address that can be locked. */
export type Lockable = { readonly owner: string } | { readonly address: string }
