export { webStore } from '../stores/web/webStore.ts'
