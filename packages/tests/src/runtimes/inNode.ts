import { createRequire } from 'node:module'
import { argv } from 'node:process'
import type { Places } from './suite.ts'
import { playAll } from './suite.ts'

// node inNode.js import|require <places as JSON>: loads the package as Node does, as an ES module
// or as CommonJS.
const [, , form, places = ''] = argv
const core =
  form === 'require'
    ? (createRequire(import.meta.url)('@bando/core') as typeof import('@bando/core'))
    : await import('@bando/core')
console.log(JSON.stringify(await playAll(core, JSON.parse(places) as Places)))
