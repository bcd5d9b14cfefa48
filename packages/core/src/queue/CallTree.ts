import type { Place } from './places.ts'
import { goesBefore } from './places.ts'
import type { QueuedCall } from './QueuedCall.ts'

interface Node extends Place {
  readonly call: QueuedCall
  /** Greater than those of its subtrees, and evenly spread, so that the tree is balanced. */
  readonly weight: number
  /** How many calls its tree has. */
  size: number
  before: Node | undefined
  after: Node | undefined
}

/**
 * Calls in the order of their turns, then arrival. It is a treap that counts its subtrees, so that
 * adding, removing and counting take O(log n) steps.
 */
export class CallTree {
  #root: Node | undefined

  get size(): number {
    return this.#root?.size ?? 0
  }

  get first(): QueuedCall | undefined {
    let first = this.#root
    while (first?.before) first = first.before
    return first?.call
  }

  has(turn: number, call: QueuedCall): boolean {
    const place = { turn, order: call.order }
    let node = this.#root
    while (node && node.call !== call) node = goesBefore(place, node) ? node.before : node.after
    return node !== undefined
  }

  /** Returns how many calls go before this turn and arrival. */
  countBefore(turn: number, order: number): number {
    const place = { turn, order }
    let count = 0
    for (let node = this.#root; node;) {
      if (goesBefore(node, place)) {
        count += (node.before?.size ?? 0) + 1
        node = node.after
      } else node = node.before
    }
    return count
  }

  /** Adds a call that is not here yet. */
  add(turn: number, call: QueuedCall): void {
    const { order } = call
    const node = { call, turn, order, weight: weightOf(order), size: 1, before: undefined, after: undefined }
    this.#root = withNode(this.#root, node)
  }

  /** Removes a call that is here. */
  remove(turn: number, { order }: QueuedCall): void {
    this.#root = withoutCall(this.#root, { turn, order })
  }

  *[Symbol.iterator](): Generator<QueuedCall> {
    const path: Node[] = []
    for (let node = this.#root; node || path.length > 0; node = node?.after) {
      for (; node; node = node.before) path.push(node)
      node = path.pop()
      if (node) yield node.call
    }
  }
}

/** Spreads consecutive numbers evenly (the finaliser of MurmurHash3). */
function weightOf(order: number): number {
  const mixed = Math.imul(order ^ (order >>> 16), 0x85_eb_ca_6b)
  return Math.imul(mixed ^ (mixed >>> 13), 0xc2_b2_ae_35) >> 1
}

function withNode(tree: Node | undefined, node: Node): Node {
  if (tree === undefined) return node
  if (node.weight > tree.weight) {
    const [before, after] = split(tree, node)
    return withSubtrees(node, before, after)
  }
  if (goesBefore(node, tree)) tree.before = withNode(tree.before, node)
  else tree.after = withNode(tree.after, node)
  tree.size += 1
  return tree
}

function withoutCall(tree: Node | undefined, place: Place): Node | undefined {
  if (tree === undefined) return undefined
  if (goesBefore(place, tree)) tree.before = withoutCall(tree.before, place)
  else if (goesBefore(tree, place)) tree.after = withoutCall(tree.after, place)
  else return merge(tree.before, tree.after)
  tree.size -= 1
  return tree
}

function split(tree: Node | undefined, place: Place): [Node | undefined, Node | undefined] {
  if (tree === undefined) return [undefined, undefined]
  if (goesBefore(tree, place)) {
    const [before, after] = split(tree.after, place)
    return [withSubtrees(tree, tree.before, before), after]
  }
  const [before, after] = split(tree.before, place)
  return [before, withSubtrees(tree, after, tree.after)]
}

function merge(before: Node | undefined, after: Node | undefined): Node | undefined {
  if (before === undefined || after === undefined) return before ?? after
  return before.weight > after.weight
    ? withSubtrees(before, before.before, merge(before.after, after))
    : withSubtrees(after, merge(before, after.before), after.after)
}

function withSubtrees(tree: Node, before: Node | undefined, after: Node | undefined): Node {
  tree.before = before
  tree.after = after
  tree.size = (before?.size ?? 0) + (after?.size ?? 0) + 1
  return tree
}
