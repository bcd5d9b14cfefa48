import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { configAnswer } from './src/configAnswer.ts'

const { BANDO_URL, BANDO_TOKEN, BANDO_BAD_TOKEN } = process.env

export default defineConfig({
  plugins: [
    react(),
    {
      name: 'config.json',
      configureServer({ middlewares }) {
        const config = {
          apiUrl: BANDO_URL ?? 'http://127.0.0.1:4010',
          token: BANDO_TOKEN,
          badToken: BANDO_BAD_TOKEN ?? 'bando_mistyped',
        }
        middlewares.use(configAnswer(config))
      },
    },
  ],
  build: { outDir: 'dist/page' },
  server: { host: '127.0.0.1' },
})
