import * as v from 'valibot'
import type { FetchRoute } from '../routes/fetchRoute.ts'
import { faultSchema } from '../options/faultSchema.ts'
import { tokensSchema } from '../options/tokenSchema.ts'
import type { MockOptions } from '../options/MockOptions.ts'
import { configOptions } from './configOptions.ts'

/**
 * The export of `bando-mock.config.ts`: the options of `createMock`, with limits and lockout also
 * as text, and the options of the command.
 */
export interface MockConfig extends Omit<
  MockOptions,
  'limit' | 'anonymousLimit' | 'lockout' | 'counted' | 'clock'
> {
  readonly limit?: MockOptions['limit'] | string
  readonly anonymousLimit?: MockOptions['anonymousLimit'] | string
  readonly lockout?: MockOptions['lockout'] | string
  readonly counted?: MockOptions['counted'] | string
  /** The port; 0 takes any free one. @defaultValue 4010 */
  readonly port?: number
  /** The address to listen on. @defaultValue '127.0.0.1' */
  readonly host?: string
  /** The path prefix of the API. @defaultValue none */
  readonly basePath?: string
  /** A separate port for `/_mock`. @defaultValue the API's own */
  readonly adminPort?: number
  /** Whether to serve HTTPS, with a certificate generated at the start. @defaultValue false */
  readonly tls?: boolean
  /** How requests are shown. @defaultValue 'pretty' */
  readonly log?: 'pretty' | 'json' | 'none'
  /** The standard token. @defaultValue a random one */
  readonly token?: string
}

/** A configuration after its shorthands were expanded. */
export type Config = MockOptions &
  Pick<MockConfig, 'port' | 'host' | 'basePath' | 'adminPort' | 'tls' | 'log' | 'token'>

const schemas = Object.fromEntries(
  Object.entries(configOptions).map(([name, { schema }]) => [name, v.optional(schema as v.GenericSchema)]),
)

const handler = v.custom<FetchRoute>((value) => typeof value === 'function', 'a fetch handler')

/** The one schema for flags, environment and file. */
export const configSchema = v.strictObject(
  {
    ...schemas,
    tokens: v.optional(tokensSchema),
    faults: v.optional(v.array(faultSchema, 'a list of faults')),
    routes: v.optional(v.record(v.string(), handler, 'an object of fetch handlers by "METHOD /path"')),
  },
  'an object of options',
)
