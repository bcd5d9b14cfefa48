import { expect, it } from 'vitest'
import { freshProject } from '../src/freshProject.ts'

/** Installs each version under its own name. */
const compilers = {
  'typescript-5.5': 'npm:typescript@~5.5.0',
  'typescript-5.6': 'npm:typescript@~5.6.0',
  'typescript-5.9': 'npm:typescript@~5.9.0',
  'typescript-6': 'npm:typescript@^6.0.0',
  'typescript-7': 'npm:typescript@^7.0.0',
}
const resolutions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
  // TypeScript 6 deprecates this option, and 7 has removed it.
  classic: { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true },
}
const platforms = {
  bare: { lib: ['es2022'], types: [] },
  node: { lib: ['es2022'], types: ['node'] },
  dom: { lib: ['es2022', 'dom', 'dom.iterable'], types: [] },
}

const core = `
import { createBando, isBandoError } from '@bando/core'
import type { Bando, BandoPaths } from '@bando/core'
import { ManualClock, scriptedTransport } from '@bando/core/testing'
import { fileStore, tokenFromEnv } from '@bando/core/node'
import { webStore } from '@bando/core/web'
const bando: Bando = createBando({ token: tokenFromEnv('X'), clock: new ManualClock(), store: webStore() })
export const number: Promise<number> = bando.get<{ a: number }>('/a').then(({ data }) => data.a)
export const header: Promise<string | null> = bando.get('/a').then(({ headers }) => headers.get('a'))
export const text: Promise<string> = bando.get('/a', { as: 'response' }).then(({ data }) => data.text())
export const typed = createBando<BandoPaths>().get('/coolness')
export { fileStore, isBandoError, scriptedTransport }
`
const sources = {
  bare: core,
  dom: `${core}
export const signal: AbortSignal = bando.closed
export const response: Promise<Response> = bando.fetch(new URL('https://api.bando.cool'), { cache: 'no-store' })
`,
  node: `${core}
import { createMock } from '@bando/mock'
import { bandoHandlers } from '@bando/mock/msw'
import { instrumentBando } from '@bando/core/opentelemetry'
import { BandoModule } from '@bando/nest'
import { fromBando } from '@bando/rxjs'
export const response: Promise<Response> = bando.fetch(new URL('https://api.bando.cool'), { redirect: 'error' })
export { BandoModule, bandoHandlers, createMock, fromBando, instrumentBando }
`,
}

/** Errors of these compilers in the declarations of other packages. */
const notOurs = /^node_modules\/(?!@bando\/)/

it('the declarations compile under each TypeScript, resolution and platform, libraries checked', async () => {
  await using project = await freshProject({
    bando: ['@bando/core', '@bando/mock', '@bando/nest', '@bando/rxjs'],
    dependencies: {
      ...compilers,
      '@nestjs/axios': '^4.0.0',
      '@nestjs/common': '^11.0.0',
      '@nestjs/core': '^11.0.0',
      '@opentelemetry/api': '^1.9.0',
      '@types/node': '^20.19.0',
      axios: '^1.3.1',
      msw: '^2.0.0',
      'reflect-metadata': '^0.2.0',
      rxjs: '^7.8.0',
    },
    files: {
      ...Object.fromEntries(Object.entries(sources).map(([name, text]) => [`${name}.ts`, text])),
      ...Object.fromEntries(
        Object.entries(platforms).flatMap(([platform, terms]) =>
          Object.entries(resolutions).map(([resolution, how]) => [
            `tsconfig.${platform}.${resolution}.json`,
            JSON.stringify({
              compilerOptions: {
                ...terms,
                ...how,
                target: 'es2022',
                strict: true,
                noEmit: true,
                skipLibCheck: false,
                experimentalDecorators: true,
              },
              files: [`${platform}.ts`],
            }),
          ]),
        ),
      ),
    },
  })
  const found: string[] = []
  for (const compiler of Object.keys(compilers)) {
    for (const platform of Object.keys(platforms)) {
      for (const resolution of Object.keys(resolutions)) {
        // Each resolution loads the same declarations, so checking one platform is enough.
        if (resolution !== 'nodenext' && (platform !== 'node' || /-[67]$/.test(compiler))) continue
        const config = `tsconfig.${platform}.${resolution}.json`
        const tsc = ['node_modules', compiler, 'bin', 'tsc'].join('/')
        const { stdout, exitCode } = await project.run('node', [tsc, '-p', config], { reject: false })
        const lines = stdout.split('\n').filter((line) => line.includes('error TS') && !notOurs.test(line))
        if (exitCode !== 0 && stdout === '') found.push(`${compiler} did not run`)
        found.push(...lines.map((line) => `${compiler}, ${config}: ${line}`))
      }
    }
  }
  expect(found).toEqual([])
})
