import type { SharedStore, StorePort } from '../contract/Store.ts'
import type { SharingHost } from '../scope/Sharing.ts'
import { Member } from '../sharing/Member.ts'

/**
 * A store for `createBando`, out of a place where one text for each key can be changed by one member at a time.
 * `storeConformance` of `@bando/core/testing` tells what a port keeps to.
 * @example createBando({ token, store: defineStore(port) })
 */
export function defineStore(port: StorePort): SharedStore {
  return { kind: 'shared', port, join: (host: SharingHost) => new Member(host, port) }
}
