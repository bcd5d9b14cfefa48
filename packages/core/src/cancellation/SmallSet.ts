/** A set that takes little memory while it has one member, as most have. */
export class SmallSet<Member> {
  #only: Member | undefined
  #all: Set<Member> | undefined

  get size(): number {
    return this.#all?.size ?? (this.#only === undefined ? 0 : 1)
  }

  add(member: Member): void {
    if (this.#all) this.#all.add(member)
    else if (this.#only === undefined) this.#only = member
    else this.#all = new Set([this.#only, member])
  }

  delete(member: Member): void {
    this.#all?.delete(member)
    if (this.#only === member) this.#only = undefined
  }

  [Symbol.iterator](): Iterator<Member> {
    const members = this.#all ?? (this.#only === undefined ? [] : [this.#only])
    return members[Symbol.iterator]()
  }
}
