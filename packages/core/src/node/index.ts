export { fileStore } from '../stores/node/fileStore.ts'
export { tokenFromEnv } from './tokenFromEnv.ts'
export { tokenFromFile } from './tokenFromFile.ts'
