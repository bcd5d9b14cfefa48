import { it } from 'vitest'
import type { NestProject } from '../src/nestProject.ts'
import { tryNestProject } from '../src/nestProject.ts'

it.each<NestProject>([
  { nest: '^10', nestAxios: '^3', axios: '1.5.0', module: 'commonjs', compiler: 'tsc', tests: 'jest' },
  { nest: '^10', nestAxios: '^4', axios: '^1', module: 'commonjs', compiler: 'swc', tests: 'jest' },
  { nest: '^11', nestAxios: '^4', axios: '^1', module: 'commonjs', compiler: 'tsc', tests: 'jest' },
  { nest: '^11', nestAxios: '^4', axios: '^1', module: 'commonjs', compiler: 'swc', tests: 'jest' },
  { nest: '^12', nestAxios: '^12', axios: '^1', module: 'esm', compiler: 'tsc', tests: 'vitest' },
])(
  'a fresh application of Nest $nest with @nestjs/axios $nestAxios and axios $axios, $module, compiled by $compiler, tested by $tests',
  tryNestProject,
)
