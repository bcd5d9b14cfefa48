import { launchBrowser } from '@bando/browser'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'
import { freshProject } from '../src/freshProject.ts'
import { readmeExamples } from '../src/readmeExamples.ts'

const layout = `
import type { ReactNode } from 'react'
import { Budget } from './Coolness'
import { Providers } from './providers'

export default function Layout({ children }: { children: ReactNode }) {
  return <html lang="en"><body><Providers>{children}<Budget /></Providers></body></html>
}
`

/** The README's files for Next, by their paths. */
async function readmeFiles(): Promise<Record<string, string>> {
  const [core, react] = await Promise.all([readmeExamples('core'), readmeExamples('react')])
  const named = [...core, ...react].flatMap((text) => {
    const path = /^\/\/ (app\/\S+\.tsx?)/.exec(text)?.[1]
    return path === undefined ? [] : [[path, text] as const]
  })
  const components = react[0]?.slice(react[0].indexOf('export function Coolness')) ?? ''
  return {
    ...Object.fromEntries(named),
    'app/layout.tsx': layout,
    'app/Coolness.tsx': `'use client'\n\nimport { useBando, useBandoQuery } from '@bando/react'\n\n${components}`,
  }
}

type Browser = Awaited<ReturnType<typeof launchBrowser>>
type Page = Awaited<ReturnType<Browser['newPage']>>

interface Visit {
  readonly page: Page
  /** Each message of the browser's console, and each error of the page. */
  readonly told: string[]
}

async function visit(browser: Browser): Promise<Visit> {
  const page = await browser.newPage()
  page.setDefaultTimeout(0)
  const told: string[] = []
  page.on('console', (message) => told.push(message.text()))
  page.on('pageerror', ({ message }) => told.push(message))
  return { page, told }
}

it('the README’s files make a Next app: prefetched, streamed and hydrated without a word, with a route that holds the token', async () => {
  const gate = Promise.withResolvers<void>()
  const mock = createMock({
    routes: {
      'GET /coolness': async ({ url }) => {
        const of = new URL(url).searchParams.get('of')
        if (of === 'Rome') await gate.promise
        return Response.json({ coolness: 42, of })
      },
    },
  })
  const { url, close } = await mock.listen()
  onTestFinished(close)
  const token = mock.tokens.issue()
  const env = { BANDO_URL: url, BANDO_TOKEN: token, NEXT_TELEMETRY_DISABLED: '1' }
  await using project = await freshProject({
    bando: ['@bando/core', '@bando/react'],
    dependencies: {
      '@tanstack/react-query': '^5.108.0',
      '@types/node': '^24.0.0',
      '@types/react': '^19.0.0',
      next: '^16.0.0',
      react: '^19.0.0',
      'react-dom': '^19.0.0',
      typescript: '~5.9.0',
    },
    files: await readmeFiles(),
  })
  await project.run('npx', ['next', 'build'], { env })
  expect(mock.log).toEqual([])
  const secrets = await project.run('grep', ['-rl', token, '.next/static'], { reject: false })
  expect(secrets.stdout).toBe('')

  const server = project.run('node', ['node_modules/next/dist/bin/next', 'start', '-p', '0'], {
    env,
    reject: false,
  })
  let origin = ''
  for await (const line of server) {
    origin = /Local:\s+(http\S+)/.exec(line)?.[1] ?? origin
    if (!line.includes('Ready')) continue
    await using browser = await launchBrowser()

    const prefetched = await visit(browser)
    const response = await prefetched.page.goto(origin)
    const html = (await response?.text()) ?? ''
    expect(html).toContain('Berlin: 42')
    expect(html).not.toContain(token)
    await prefetched.page.getByText('60 requests left').waitFor()
    await prefetched.page.waitForLoadState('networkidle')
    expect(prefetched.told).toEqual([])
    expect(mock.log.map(({ status }) => status)).toEqual([200])

    // The API answers once the browser shows the page without the data.
    const streamed = await visit(browser)
    await streamed.page.goto(`${origin}/streamed`, { waitUntil: 'commit' })
    await streamed.page.getByText('Asking …').waitFor()
    await streamed.page.getByText('60 requests left').waitFor()
    gate.resolve()
    await streamed.page.getByText('Rome: 42').waitFor()
    await streamed.page.waitForLoadState('networkidle')
    expect(streamed.told).toEqual([])
    expect(await streamed.page.content()).not.toContain(token)
    expect(mock.log.map(({ status }) => status)).toEqual([200, 200])

    const proxied = await prefetched.page.evaluate(async () =>
      (await fetch('/bando/coolness')).headers.get('ratelimit'),
    )
    expect(proxied).toMatch(/r=9\d/)
    server.kill()
  }
})
