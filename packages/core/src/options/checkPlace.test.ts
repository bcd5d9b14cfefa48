import { expect, it } from 'vitest'
import { checkEnvProxy } from './checkPlace.ts'

const proxy = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://proxy.example:3128' }
const local = new URL('http://localhost:4010/')

it.each<[string, URL, Parameters<typeof checkEnvProxy>[1]]>([
  ['by a variable', local, { env: proxy }],
  ['by a variable in lower case', local, { env: { NODE_USE_ENV_PROXY: '1', http_proxy: 'http://p' } }],
  ['by a flag', local, { env: { HTTP_PROXY: 'http://p' }, execArgv: ['--use-env-proxy'] }],
  ['by NODE_OPTIONS', local, { env: { HTTP_PROXY: 'http://p', NODE_OPTIONS: '--use-env-proxy' } }],
  ['with exceptions for others', new URL('http://127.0.0.1/'), { env: { ...proxy, NO_PROXY: 'localhost' } }],
])('a proxy that is on %s would see the token', (_, url, host) => {
  expect(() => checkEnvProxy(url, host)).toThrow(/would be asked through the proxy.*NO_PROXY/)
})

it.each<[string, URL, Parameters<typeof checkEnvProxy>[1]]>([
  ['over TLS', new URL('https://api.bando.cool/'), { env: proxy }],
  ['without the variable that turns it on', local, { env: { HTTP_PROXY: 'http://p' } }],
  ['without a proxy', local, { env: { NODE_USE_ENV_PROXY: '1' } }],
  ['of an excepted host', local, { env: { ...proxy, NO_PROXY: 'a, localhost' } }],
  ['of an excepted host and port', local, { env: { ...proxy, no_proxy: 'localhost:4010' } }],
  ['of an excepted address', new URL('http://[::1]:4010/'), { env: { ...proxy, NO_PROXY: '::1' } }],
  ['if all are excepted', local, { env: { ...proxy, NO_PROXY: '*' } }],
  ['in a runtime without process', local, {}],
])('nothing is refused %s', (_, url, host) => {
  expect(() => checkEnvProxy(url, host)).not.toThrow()
})
