import * as core from '@bando/core'
import { observeAll } from './observe.ts'

Object.assign(globalThis, {
  observe: (origin: string) => observeAll(core, { origin, runtime: 'browser' }),
})
