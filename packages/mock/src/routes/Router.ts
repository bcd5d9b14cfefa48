import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { Route, RouteTable } from './Route.ts'

/** What lies at the paths of one pattern. */
export interface Endpoint {
  readonly pattern: string
  readonly methods: ReadonlyMap<string, Route>
}

/** Finds the route of a request; which methods its path has is another question, so that a wrong one is a 405 and not a 404. */
export class Router {
  readonly endpoints: readonly Endpoint[]
  readonly #router = matcher<Endpoint>()

  constructor(routes: RouteTable) {
    this.endpoints = [...endpointsOf(routes)]
    for (const endpoint of this.endpoints) this.#router.add('ALL', endpoint.pattern, endpoint)
  }

  /** The first route whose pattern fits and whose method it is; to a HEAD answers a GET. */
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

  /** The methods that routes at this path have, whichever pattern is theirs; none where there is nothing. */
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
        `routes: "${key}" names no route. Write a method, a space and a path: "GET /mine/:id".`,
      )
    }
    checkPattern(key, pattern)
    const endpoint = byPattern.get(pattern) ?? { pattern, methods: new Map<string, Route>() }
    endpoint.methods.set(method, route)
    byPattern.set(pattern, endpoint)
  }
  return byPattern.values()
}

/** A pattern's regular expressions are made at the first request only, for all patterns at once: a wrong one would have every path fail. */
function checkPattern(key: string, pattern: string): void {
  if (!pattern.includes('{')) return
  try {
    const alone = matcher<string>()
    alone.add('ALL', pattern, key)
    alone.match('ALL', '/')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TypeError(
      `routes: "${key}" has a pattern that cannot be: ${reason}. Write it as in "GET /mine/:id{[0-9]+}".`,
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
