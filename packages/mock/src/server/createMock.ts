import type { Answer } from '../answers/Answer.ts'
import { TokenRegistry, type TokenOptions } from '../accounts/TokenRegistry.ts'
import { MockClock } from '../clock/MockClock.ts'
import { Faults } from '../faults/Faults.ts'
import { Gate } from '../gate/Gate.ts'
import { Journal } from '../journal/Journal.ts'
import { LogRedactor } from '../journal/LogRedactor.ts'
import { adminSchema } from '../options/adminSchema.ts'
import { checkOption } from '../options/checkOption.ts'
import type { MockOptions } from '../options/MockOptions.ts'
import { parseSettings } from '../options/parseSettings.ts'
import { ApiRecords } from '../records/ApiRecords.ts'
import { builtInRoutes } from '../routes/builtInRoutes.ts'
import { KeyedAnswers } from '../routes/idempotency/KeyedAnswers.ts'
import { fetchRoute } from '../routes/fetchRoute.ts'
import type { RouteTable } from '../routes/Route.ts'
import { Router } from '../routes/Router.ts'
import type { Call } from './Call.ts'
import { Mock } from './Mock.ts'
import type { Parts } from './Responder.ts'

/**
 * Creates a mock of the Bando API, with its rate limit, its lockout and faults.
 *
 * @example
 * const mock = createMock({ limit: { requests: 20, windowMs: 2000 } })
 * const token = mock.tokens.issue()
 * const { url, close } = await mock.listen()
 *
 * @throws {MockOptionError} if an option is invalid
 */
export function createMock(options: MockOptions = {}): Mock {
  const settings = parseSettings(options)
  const { admin = true } = checkOption(adminSchema, { admin: options.admin }, 'options')
  const clock = new MockClock(options.clock)
  const registry = new TokenRegistry(() => clock.now())
  for (const token of options.tokens ?? [])
    registry.issue(typeof token === 'string' ? { token } : tokenOf(token))
  const records = new ApiRecords()
  const parts: Parts & { readonly clock: MockClock } = {
    settings,
    clock,
    records,
    keys: new KeyedAnswers(),
    gate: new Gate(settings, registry),
    journal: new Journal(settings.journalSize),
    redactor: new LogRedactor(registry.secrets),
    faults: new Faults(options.faults ?? [], settings.seed),
    router: new Router({ ...builtInRoutes(records), ...ownRoutes(options.routes) }),
  }
  const mock = new Mock(registry, parts)
  if (admin !== false) parts.admin = lazyAdmin(mock, admin === true ? 'this-machine' : admin)
  return mock
}

/** Loads the admin API, its page and its description at their first request. */
function lazyAdmin(mock: Mock, who: 'this-machine' | 'everyone'): (call: Call) => Promise<Answer> {
  let loaded: Promise<(call: Call) => Promise<Answer>> | undefined
  return async (call) => {
    loaded ??= import('../admin/createAdmin.ts').then(({ createAdmin }) => createAdmin(mock, who))
    return (await loaded)(call)
  }
}

function tokenOf(token: TokenOptions): TokenOptions {
  return { ...token }
}

function ownRoutes(routes: MockOptions['routes'] = {}): RouteTable {
  return Object.fromEntries(Object.entries(routes).map(([key, handler]) => [key, fetchRoute(handler)]))
}
