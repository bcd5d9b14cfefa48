export { fileStore } from './fileStore.ts'
export { tokenFromEnv } from './tokenFromEnv.ts'
export { tokenFromFile } from './tokenFromFile.ts'
