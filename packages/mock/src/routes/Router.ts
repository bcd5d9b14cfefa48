import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { Route, RouteTable } from './Route.ts'

/** The routes of one pattern, by method. */
export interface Endpoint {
  readonly pattern: string
  readonly methods: ReadonlyMap<string, Route>
}

/**
 * Finds the route of a request. Lists the methods of a path separately, so that a wrong method gets
 * 405 and not 404.
 */
export class Router {
  readonly endpoints: readonly Endpoint[]
  readonly #router = matcher<Endpoint>()

  constructor(routes: RouteTable) {
    this.endpoints = [...endpointsOf(routes)]
    for (const endpoint of this.endpoints) this.#router.add('ALL', endpoint.pattern, endpoint)
  }

  /** Returns the first route with a matching pattern and method. A GET route also serves HEAD. */
  find(method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
    const [matches, stash] = this.#router.match('ALL', path)
    for (const [{ methods }, found] of matches) {
      const route =
        methods.get(method) ?? (method === 'HEAD' ? methods.get('GET') : undefined) ?? methods.get('ALL')
      if (route === undefined) continue
      const params: Record<string, string> = {}
      for (const [name, value] of Object.entries(found)) {
        params[name] = decoded(typeof value === 'number' ? (stash?.[value] ?? '') : value)
      }
      return { route, params }
    }
    return undefined
  }

  /** Returns the methods of all routes that match this path, or none if there are no routes. */
  methodsAt(path: string): ReadonlySet<string> {
    const [matches] = this.#router.match('ALL', path)
    return new Set(matches.flatMap(([{ methods }]) => [...methods.keys()]))
  }
}

function matcher<Found>(): SmartRouter<Found> {
  return new SmartRouter<Found>({ routers: [new RegExpRouter(), new TrieRouter()] })
}

function endpointsOf(routes: RouteTable): Iterable<Endpoint> {
  const byPattern = new Map<string, Endpoint & { methods: Map<string, Route> }>()
  for (const [key, route] of Object.entries(routes)) {
    const [method = '', pattern = ''] = key.split(' ')
    if (!/^[A-Z]+$/.test(method) || !pattern.startsWith('/')) {
      throw new TypeError(
        `routes: "${key}" is not a route. Write a method, a space and a path: "GET /mine/:id".`,
      )
    }
    checkPattern(key, pattern)
    const endpoint = byPattern.get(pattern) ?? { pattern, methods: new Map<string, Route>() }
    endpoint.methods.set(method, route)
    byPattern.set(pattern, endpoint)
  }
  return byPattern.values()
}

/**
 * Checks a pattern at the start. The router compiles all patterns at the first request, so one
 * invalid pattern would break every path.
 */
function checkPattern(key: string, pattern: string): void {
  if (!pattern.includes('{')) return
  try {
    const alone = matcher<string>()
    alone.add('ALL', pattern, key)
    alone.match('ALL', '/')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TypeError(
      `routes: "${key}" has an invalid pattern: ${reason}. Write it as in "GET /mine/:id{[0-9]+}".`,
      { cause: error },
    )
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
