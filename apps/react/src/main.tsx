import { createBando } from '@bando/core'
import { webStore } from '@bando/core/web'
import { BandoProvider } from '@bando/react'
import { BandoDevtools } from '@bando/react/devtools/production'
import type { ReactNode } from 'react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import type { PageConfig } from './PageConfig.ts'
import './styles.css'

async function start(): Promise<ReactNode> {
  const response = await fetch('/config.json')
  if (!response.ok) throw new Error(`/config.json was answered ${response.status}.`)
  const { apiUrl, token, badToken, maxWaitMs } = (await response.json()) as PageConfig
  // The browser keeps the budget, so that a reload remembers it and all tabs share it.
  const bando = createBando({
    baseUrl: apiUrl,
    store: webStore(),
    ...(token !== undefined && { token }),
    maxWaitMs,
  })
  return (
    <BandoProvider client={bando}>
      <App token={token} badToken={badToken} />
      <BandoDevtools />
    </BandoProvider>
  )
}

const root = createRoot(document.querySelector('#root') as HTMLElement)
const page = await start().catch((error: unknown) => (
  <main className="failure">
    <h1>This page could not start</h1>
    <p role="alert">{String(error)}</p>
  </main>
))
root.render(<StrictMode>{page}</StrictMode>)
