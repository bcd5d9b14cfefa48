import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as Nest from '@nestjs/core'

const path = createRequire(import.meta.resolve('@bando/nest')).resolve('@nestjs/core')
/** The factory of the Nest that `@bando/nest` finds. After an installation there is no other. */
export const { NestFactory } = (await import(pathToFileURL(path).href)) as typeof Nest
