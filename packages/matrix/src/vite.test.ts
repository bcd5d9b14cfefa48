import { launchBrowser } from '@bando/browser'
import { createMock } from '@bando/mock'
import { expect, it } from 'vitest'
import { freshProject } from './freshProject.ts'
import { readmeExamples } from './readmeExamples.ts'

const main = `
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import App from './App.tsx'
import { BandoDevtools } from '@bando/react/devtools'

createRoot(document.getElementById('root')!).render(<StrictMode><App /><BandoDevtools /></StrictMode>)
`

it('the README’s App is built by Vite for production, without the devtools, and works', async () => {
  const [app = ''] = await readmeExamples('react')
  await using project = await freshProject({
    bando: ['@bando/core', '@bando/react'],
    dependencies: {
      '@tanstack/react-query': '^5.108.0',
      '@vitejs/plugin-react': '^6.0.0',
      react: '^19.0.0',
      'react-dom': '^19.0.0',
      vite: '^8.0.0',
    },
    files: {
      'index.html':
        '<!doctype html><title>App</title><div id="root"></div><script type="module" src="/src/main.tsx"></script>',
      'vite.config.js':
        "import react from '@vitejs/plugin-react'\nexport default { plugins: [react()], base: '/' }",
      'src/main.tsx': main,
      'src/App.tsx': app,
    },
  })
  const built = await project.run('npx', ['vite', 'build'])
  expect(built.stderr).toBe('')
  const devtools = await project.run('grep', ['-rl', 'bandoDevtools', 'dist'], { reject: false })
  expect(devtools.stdout).toBe('')

  const mock = createMock()
  await using browser = await launchBrowser()
  const page = await browser.newPage()
  const told: string[] = []
  page.on('pageerror', ({ message }) => told.push(message))
  await page.route('https://api.bando.cool/**', async (route) => {
    const response = await mock.fetch(new Request(route.request().url()))
    const headers = { ...Object.fromEntries(response.headers), 'access-control-allow-origin': '*' }
    await route.fulfill({ status: response.status, headers, body: await response.text() })
  })
  const preview = project.run('node', ['node_modules/vite/bin/vite.js', 'preview', '--port', '0'], {
    reject: false,
  })
  for await (const line of preview) {
    // oxlint-disable-next-line no-control-regex -- Vite colours its address
    const url = /(http:\S+)/.exec(line.replaceAll(/\u001B\[\d+m/g, ''))?.[1]
    if (url === undefined) continue
    await page.goto(url)
    await page.getByText(/Berlin: \d+/).waitFor()
    await page.getByText('59 requests left').waitFor()
    preview.kill()
  }
  expect(told).toEqual([])
})
