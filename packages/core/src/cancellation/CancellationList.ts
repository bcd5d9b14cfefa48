import type { Cancellation } from './Cancellation.ts'

/**
 * Cancellations in no order. A `Set` of few members makes a table anew for almost each that it
 * loses, and old tables keep what they held from being collected.
 */
export class CancellationList<Member extends Cancellation = Cancellation> {
  protected all: Member[] = []

  get size(): number {
    return this.all.length
  }

  add(member: Member): void {
    member.index = this.all.length
    this.all.push(member)
  }

  /** Removes `member`, if it is here. */
  delete(member: Member): void {
    const { index } = member
    if (index < 0) return
    member.index = -1
    const last = this.all.pop()
    // An array that has lost all of its members still has room for them.
    if (this.all.length === 0) this.all = []
    else if (last && last !== member) {
      this.all[index] = last
      last.index = index
    }
  }

  cancel(reason: unknown): void {
    for (const each of this.all.slice()) each.cancel(reason)
  }
}
