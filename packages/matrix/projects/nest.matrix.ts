import { it } from 'vitest'
import type { NestProject } from '../src/nestProject.ts'
import { tryNestProject } from '../src/nestProject.ts'

it.each<NestProject>([
  { nest: '^10', axios: '^3', module: 'commonjs', compiler: 'tsc', tests: 'jest' },
  { nest: '^10', axios: '^4', module: 'commonjs', compiler: 'swc', tests: 'jest' },
  { nest: '^11', axios: '^4', module: 'commonjs', compiler: 'tsc', tests: 'jest' },
  { nest: '^11', axios: '^4', module: 'commonjs', compiler: 'swc', tests: 'jest' },
  { nest: '^12', axios: '^12', module: 'esm', compiler: 'tsc', tests: 'vitest' },
])(
  'a fresh application of Nest $nest with @nestjs/axios $axios, $module, compiled by $compiler, tested by $tests',
  tryNestProject,
)
