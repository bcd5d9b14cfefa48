import * as core from '@bando/core'
import { observeAll } from './observe.ts'

const [origin = ''] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await observeAll(core, { origin, runtime: 'node' })))
