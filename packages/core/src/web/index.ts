export { webStore } from './webStore.ts'
