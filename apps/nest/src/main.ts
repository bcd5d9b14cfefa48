import { startApp } from './startApp.ts'

const { url } = await startApp(process.env)
console.log(`${url}/coolness\n${url}/status\n${url}/health`)
