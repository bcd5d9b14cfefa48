import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { freshProject } from './freshProject.ts'

/** A kind of Nest application, as `nest new` makes it. */
export interface NestProject {
  /** The version of `@nestjs/core` and the packages that go with it. */
  readonly nest: string
  /** The version of `@nestjs/axios`. */
  readonly nestAxios: string
  /** The version of `axios`. */
  readonly axios: string
  readonly module: 'commonjs' | 'esm'
  readonly compiler: 'tsc' | 'swc'
  /** Left out for the application alone. */
  readonly tests?: 'jest' | 'vitest'
}

const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    strict: true,
    strictPropertyInitialization: false,
    skipLibCheck: true,
    esModuleInterop: true,
    outDir: './dist',
    rootDir: './src',
  },
  include: ['src'],
}
/** As Nest 10 and the first versions of Nest 11 have it, and as Nest 12 has it. */
const modules = {
  commonjs: { module: 'commonjs', ignoreDeprecations: '5.0' },
  esm: { module: 'nodenext', moduleResolution: 'nodenext' },
}

const swcrc = (module: NestProject['module']): object => ({
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  module: { type: module === 'commonjs' ? 'commonjs' : 'es6' },
})

const jest = (compiler: NestProject['compiler']): object => ({
  rootDir: 'src',
  testRegex: '.*\\.spec\\.ts$',
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': compiler === 'tsc' ? 'ts-jest' : '@swc/jest' },
})

const vitestConfig = `
import swc from 'unplugin-swc'
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['src/**/*.spec.ts'] }, plugins: [swc.vite()] })
`

/** The packages of a project of that kind. */
function dependenciesOf({ nest, nestAxios, axios, compiler, tests }: NestProject): Record<string, string> {
  const ofNest = ['common', 'core', 'microservices', 'platform-express', 'testing'] as const
  const jestTransform: Record<string, string> =
    compiler === 'tsc' ? { 'ts-jest': '^29' } : { '@swc/jest': '^0.2' }
  return {
    ...Object.fromEntries(ofNest.map((name) => [`@nestjs/${name}`, nest])),
    '@nestjs/axios': nestAxios,
    axios,
    'reflect-metadata': '^0.2.0',
    rxjs: '^7.8.0',
    typescript: '~5.9.0',
    '@types/node': '^24',
    ...(compiler === 'swc' && { '@swc/cli': '^0.7.0', '@swc/core': '^1' }),
    ...(tests === 'vitest' && { vitest: '^5', 'unplugin-swc': '^1', '@swc/core': '^1' }),
    ...(tests === 'jest' && { jest: '^29', '@types/jest': '^29', ...jestTransform }),
  }
}

/** Makes a fresh application, compiles it, runs it and its test, and checks the output of each. */
export async function tryNestProject(kind: NestProject): Promise<void> {
  const { module, compiler, tests } = kind
  await using project = await freshProject({
    bando: ['@bando/core', '@bando/mock', '@bando/nest'],
    dependencies: dependenciesOf(kind),
    from: 'nest',
    manifest: {
      type: module === 'esm' ? 'module' : 'commonjs',
      ...(tests === 'jest' && { jest: jest(compiler) }),
    },
    files: await filesOf(kind),
  })
  const noEmit = compiler === 'swc' ? ['--noEmit'] : []
  expect((await project.run('npx', ['tsc', ...noEmit], { reject: false })).stdout).toBe('')
  if (compiler === 'swc') await project.run('npx', ['swc', 'src', '-d', 'dist', '--strip-leading-paths'])

  const { stdout } = await project.run('node', ['dist/main.js'])
  expect(JSON.parse(stdout.split('\n').at(-1) ?? '')).toEqual(expected)
  expect(stdout).not.toMatch(/DEBUG|WARN (?!.*ModuleTokenFactory)/)

  if (tests === undefined) return
  const args = tests === 'jest' ? ['jest'] : ['vitest', 'run']
  const tested = await project.run('npx', args, { reject: false, all: true, env: { NO_COLOR: '1' } })
  expect([tested.all, tested.exitCode]).toEqual([expect.stringMatching(/Tests:? +1 passed/), 0])
}

async function filesOf({ module, compiler, tests }: NestProject): Promise<Record<string, string>> {
  const types = { jest: ['node', 'jest'], vitest: ['node'], none: ['node'] }[tests ?? 'none']
  const compilerOptions = { ...tsconfig.compilerOptions, ...modules[module], types }
  const test = new URL(`../projects/nest/shop.${tests}.ts`, import.meta.url)
  return {
    'tsconfig.json': JSON.stringify({ ...tsconfig, compilerOptions }),
    ...(compiler === 'swc' && { '.swcrc': JSON.stringify(swcrc(module)) }),
    ...(tests !== undefined && { 'src/shop.spec.ts': await readFile(test, 'utf8') }),
    ...(tests === 'vitest' && { 'vitest.config.mts': vitestConfig }),
  }
}

const served = {
  status: 200,
  type: 'application/json',
  retryAfter: false,
  text: expect.stringContaining('coolness'),
}
const refused = {
  status: 503,
  type: 'application/problem+json',
  retryAfter: true,
  text: '{"type":"about:blank","title":"A service that is needed is not available for now.","status":503}',
}
const message = {
  status: 'error',
  message: 'A service that is needed is not available for now.',
  statusCode: 503,
  retryAfterMs: expect.any(Number),
}
const expected = {
  served: { promise: served, axios: served, stream: { ...served, type: 'text/html', text: 'first' } },
  refused: { promise: refused, axios: refused, bare: refused, message, observable: message },
}
