import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { Route, RouteTable } from './Route.ts'

/** What lies at one path. */
export interface Endpoint {
  readonly pattern: string
  readonly methods: ReadonlyMap<string, Route>
}

/** Finds the endpoint of a path; which of its methods answers is another question, so that a wrong one is a 405 and not a 404. */
export class Router {
  readonly endpoints: readonly Endpoint[]
  readonly #router = new SmartRouter<Endpoint>({ routers: [new RegExpRouter(), new TrieRouter()] })

  constructor(routes: RouteTable) {
    this.endpoints = [...endpointsOf(routes)]
    for (const endpoint of this.endpoints) this.#router.add('ALL', endpoint.pattern, endpoint)
  }

  find(path: string): { endpoint: Endpoint; params: Record<string, string> } | undefined {
    const [matches, stash] = this.#router.match('ALL', path)
    const first = matches[0]
    if (!first) return undefined
    const [endpoint, found] = first
    const params: Record<string, string> = {}
    for (const [name, value] of Object.entries(found)) {
      params[name] = decoded(typeof value === 'number' ? (stash?.[value] ?? '') : value)
    }
    return { endpoint, params }
  }
}

function endpointsOf(routes: RouteTable): Iterable<Endpoint> {
  const byPattern = new Map<string, Endpoint & { methods: Map<string, Route> }>()
  for (const [key, route] of Object.entries(routes)) {
    const [method = '', pattern = ''] = key.split(' ')
    if (!/^[A-Z]+$/.test(method) || !pattern.startsWith('/')) {
      throw new TypeError(
        `routes: "${key}" names no route. Write a method, a space and a path: "GET /mine/:id".`,
      )
    }
    const endpoint = byPattern.get(pattern) ?? { pattern, methods: new Map<string, Route>() }
    endpoint.methods.set(method, route)
    byPattern.set(pattern, endpoint)
  }
  return byPattern.values()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
