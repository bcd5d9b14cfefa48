import { json, type Answer } from '../answers/Answer.ts'
import { MockOptionError } from '../options/MockOptionError.ts'
import { dispatch } from '../routes/dispatch.ts'
import { Router } from '../routes/Router.ts'
import type { Call } from '../server/Call.ts'
import type { Mock } from '../server/Mock.ts'
import { adminRoutes } from './adminRoutes.ts'
import { AdminError } from './readBody.ts'

/**
 * Serves everything under `/_mock`, by default to this machine alone. The gate does not count these
 * requests, and the journal does not keep them.
 */
export function createAdmin(mock: Mock, who: 'this-machine' | 'everyone'): (call: Call) => Promise<Answer> {
  const router = new Router(adminRoutes(mock))
  return async (call) => {
    const refusal = refusalOf(call, who)
    if (refusal !== undefined) return json({ error: refusal }, 403)
    try {
      const settings = { ...mock.settings, errors: 'problem' } as const
      return await dispatch(router, call, { settings, now: mock.clock.now() })
    } catch (error) {
      const told =
        error instanceof AdminError || error instanceof MockOptionError || error instanceof RangeError
      if (!told) throw error
      return json({ error: error.message }, 400)
    }
  }
}

function refusalOf(call: Call, who: 'this-machine' | 'everyone'): string | undefined {
  if (who !== 'everyone' && !isLoopback(call.address))
    return `The admin API answers this machine only, not ${call.address}. Start it with admin: 'everyone' to change that.`
  // Refuses foreign host names. Otherwise a page could reach the mock under its own name (DNS
  // rebinding) and read the responses.
  const host = call.header('host')
  if (who !== 'everyone' && host !== undefined && !isOwnName(host))
    return `The admin API answers to this machine's own names only, not to ${host}. Ask for localhost or 127.0.0.1.`
  // Refuses other origins. Otherwise any page could drive the mock from the user's browser.
  const origin = call.header('origin')
  if (origin !== undefined && (host === undefined || hostOf(origin) !== host))
    return `The admin API answers its own page only, not one from ${origin}.`
  if (call.header('sec-fetch-site') === 'cross-site' && !isVisit(call))
    return 'The admin API refuses pages of other sites. Use its own page.'
  return undefined
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

/** Returns true for a host name that only this machine has. */
function isOwnName(host: string): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?$/i.test(host)
}

/**
 * Returns true if the user followed a link to the page. The linking page cannot read the response.
 */
function isVisit(call: Call): boolean {
  return call.method === 'GET' && call.path === '/_mock' && call.header('sec-fetch-mode') === 'navigate'
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}
