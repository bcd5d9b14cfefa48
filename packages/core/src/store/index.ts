export { defineStore } from './defineStore.ts'

export type {
  Change,
  CommitContext,
  Committed,
  SharedStore,
  StoreOptions,
  StorePort,
} from '../contract/Store.ts'
