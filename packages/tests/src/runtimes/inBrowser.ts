import * as core from '@bando/core'
import type { Outcomes, Places } from './suite.ts'
import { playAll } from './suite.ts'

Object.assign(globalThis, { play: (places: Places): Promise<Outcomes> => playAll(core, places) })
