import { expect, test } from 'vitest'
import { Router } from './Router.ts'

const answer = { status: 200, headers: {}, body: null }
const byId = () => answer
const fresh = () => answer
const byName = () => answer
const router = new Router({ 'GET /mine/:id': byId, 'POST /mine/new': fresh, 'DELETE /mine/:name': byName })

test.each([
  ['GET', '/mine/new', byId, { id: 'new' }],
  ['HEAD', '/mine/1', byId, { id: '1' }],
  ['POST', '/mine/new', fresh, {}],
  ['DELETE', '/mine/a%20b', byName, { name: 'a b' }],
])('%s %s goes to the first fitting pattern that has the method', (method, path, route, params) => {
  const found = router.find(method, path)
  expect(found?.route).toBe(route)
  expect(found?.params).toEqual(params)
})

test('a path has the methods of every matching pattern', () => {
  expect(router.find('PUT', '/mine/new')).toBeUndefined()
  expect([...router.methodsAt('/mine/new')].toSorted()).toEqual(['DELETE', 'GET', 'POST'])
  expect(router.methodsAt('/yours')).toEqual(new Set())
})

test.each(['GET /mine/:id{[0-9}', 'GET /mine/:id{(}', 'GET /mine/:id{[0-9'])(
  'the pattern of "%s" cannot be, and is refused at once',
  (key) => {
    expect(() => new Router({ [key]: byId })).toThrow(/^routes: "GET .*" has an invalid pattern: /)
  },
)
