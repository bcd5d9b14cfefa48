import * as v from 'valibot'
import type { FetchRoute } from '../routes/fetchRoute.ts'
import { faultSchema } from '../options/faultSchema.ts'
import { tokensSchema } from '../options/tokenSchema.ts'
import type { MockOptions } from '../options/MockOptions.ts'
import { configOptions } from './configOptions.ts'

/** What `bando-mock.config.ts` exports: everything `createMock` takes, limits and lockout also as the flags write them, and how the command runs. */
export interface MockConfig extends Omit<
  MockOptions,
  'limit' | 'anonymousLimit' | 'lockout' | 'counted' | 'clock'
> {
  readonly limit?: MockOptions['limit'] | string
  readonly anonymousLimit?: MockOptions['anonymousLimit'] | string
  readonly lockout?: MockOptions['lockout'] | string
  readonly counted?: MockOptions['counted'] | string
  /** @defaultValue 4010; 0 takes any free port */
  readonly port?: number
  /** @defaultValue '127.0.0.1' */
  readonly host?: string
  /** The path that the API lies under. @defaultValue none */
  readonly basePath?: string
  /** A port of its own for `/_mock`. @defaultValue the API's own */
  readonly adminPort?: number
  /** HTTPS, with a certificate made on the spot. @defaultValue false */
  readonly tls?: boolean
  /** How requests are shown. @defaultValue 'pretty' */
  readonly log?: 'pretty' | 'json' | 'none'
  /** The standard token. @defaultValue a random one */
  readonly token?: string
}

/** A configuration as it is worked with, each shorthand expanded. */
export type Config = MockOptions &
  Pick<MockConfig, 'port' | 'host' | 'basePath' | 'adminPort' | 'tls' | 'log' | 'token'>

const schemas = Object.fromEntries(
  Object.entries(configOptions).map(([name, { schema }]) => [name, v.optional(schema as v.GenericSchema)]),
)

const handler = v.custom<FetchRoute>((value) => typeof value === 'function', 'a fetch handler')

/** The one schema of flags, environment and file. */
export const configSchema = v.strictObject(
  {
    ...schemas,
    tokens: v.optional(tokensSchema),
    faults: v.optional(v.array(faultSchema, 'a list of faults')),
    routes: v.optional(v.record(v.string(), handler, 'an object of fetch handlers by "METHOD /path"')),
  },
  'an object of options',
)
