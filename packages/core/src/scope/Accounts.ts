import type { Account } from './Account.ts'

/** The id of the anonymous caller's account. */
const anonymousId = 'anonymous'

/** The accounts of one origin: each has an id, and the credentials that use it. */
export class Accounts {
  readonly #byCredential = new Map<string | undefined, Account>()
  readonly #byId = new Map<string, Account>()
  #all: readonly Account[] | undefined

  get size(): number {
    return this.#byId.size
  }

  /** Each once. */
  get all(): readonly Account[] {
    return (this.#all ??= [...this.#byId.values()])
  }

  of(credentialId: string | undefined): Account | undefined {
    return this.#byCredential.get(credentialId)
  }

  /**
   * The account that a credential without one uses: that of its name, or of the credential that it
   * replaces.
   */
  ofOwner(
    credentialId: string | undefined,
    { account, previous }: { readonly account?: string | undefined; readonly previous?: string | undefined },
  ): Account | undefined {
    if (credentialId === undefined) return undefined
    if (account !== undefined) return this.#byId.get(named(account))
    return previous === undefined ? undefined : this.#byCredential.get(previous)
  }

  idOf(credentialId: string | undefined, { account }: { readonly account?: string | undefined }): string {
    if (credentialId === undefined) return anonymousId
    return account === undefined ? credentialId : named(account)
  }

  /** Returns the credentials that are forgotten, since the account has many. */
  add(credentialId: string | undefined, account: Account): string[] {
    this.#byId.set(account.id, account)
    this.#all = undefined
    this.#byCredential.set(credentialId, account)
    const forgotten = credentialId === undefined ? undefined : account.addCredential(credentialId)
    if (forgotten === undefined) return []
    this.#byCredential.delete(forgotten)
    return [forgotten]
  }

  /** Two accounts of this process that turn out to be one become one. */
  rename(account: { id: string }, id: string): void {
    if (account.id === id) return
    const renamed = this.#byId.get(account.id)
    const other = this.#byId.get(id)
    if (renamed === undefined) return
    this.#byId.delete(account.id)
    this.#all = undefined
    if (other === undefined) {
      renamed.id = id
      this.#byId.set(id, renamed)
      return
    }
    for (const credentialId of renamed.credentialIds) {
      this.#byCredential.set(credentialId, other)
      other.addCredential(credentialId)
    }
    renamed.joinInto(other)
  }

  delete(account: Account): void {
    this.#byId.delete(account.id)
    this.#all = undefined
    for (const [credentialId, each] of this.#byCredential)
      if (each === account) this.#byCredential.delete(credentialId)
  }

  [Symbol.iterator](): Iterator<Account> {
    return this.all[Symbol.iterator]()
  }
}

/** No credential id has a colon. */
function named(account: string): string {
  return `name:${account}`
}
