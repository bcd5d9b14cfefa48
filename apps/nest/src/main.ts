import { startApp } from './startApp.ts'

const { url } = await startApp({
  baseUrl: process.env['BANDO_URL'],
  token: process.env['BANDO_TOKEN'],
  port: Number(process.env['PORT'] ?? 3000),
})
console.log(`${url}/coolness\n${url}/status`)
