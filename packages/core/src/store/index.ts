export { defineStore } from './defineStore.ts'

export type { Change, CommitContext, Committed, SharedStore, StorePort } from '../contract/Store.ts'
