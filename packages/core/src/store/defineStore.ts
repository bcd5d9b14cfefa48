import type { SharedStore, StoreOptions, StorePort } from '../contract/Store.ts'
import type { SharingHost } from '../scope/Sharing.ts'
import { Member } from '../sharing/Member.ts'

/**
 * Makes a store for `createBando` from a place where one text for each key can be changed by one
 * member at a time. `storeConformance` of `@bando/core/testing` checks a port.
 * @example createBando({ token, store: defineStore(port, { onOutage: 'fail' }) })
 */
export function defineStore(
  port: StorePort,
  { onOutage = 'wait', outageShare = 0 }: StoreOptions = {},
): SharedStore {
  return {
    kind: 'shared',
    port,
    join: (host: SharingHost) => new Member(host, port, { onOutage, outageShare }),
  }
}
