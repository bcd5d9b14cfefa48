import type { BandoOptions } from '@bando/core'
import { BandoConfigError } from '@bando/core'
import type { BandoLogLevel, BandoModuleOptions } from '../interfaces/bando-module-options.interface.ts'

const logLevels: readonly BandoLogLevel[] = ['error', 'warn', 'log', 'debug']

/** Defaults of the options that are the module's own. Durations are in ms. */
const defaults = {
  logLevels: ['error', 'warn'] as readonly BandoLogLevel[],
  /** Less than the 10 s after which `docker stop` kills. */
  shutdownTimeoutMs: 5000,
  tenantIdleMs: 600_000,
}

/** The module's own options, complete and checked. */
export type ModuleSettings = typeof defaults

/**
 * Completes the module's own options.
 * @throws BandoConfigError if an option is invalid
 */
export function moduleSettings(options: BandoModuleOptions): ModuleSettings {
  return {
    logLevels: checkLevels(options.logLevels ?? defaults.logLevels),
    shutdownTimeoutMs: checkDuration(
      'shutdownTimeoutMs',
      options.shutdownTimeoutMs ?? defaults.shutdownTimeoutMs,
    ),
    tenantIdleMs: checkDuration('tenantIdleMs', options.tenantIdleMs ?? defaults.tenantIdleMs),
  }
}

type OwnName = Exclude<keyof BandoModuleOptions, keyof BandoOptions>

const ownNames = Object.keys({
  logLevels: 0,
  shutdownTimeoutMs: 0,
  tenantIdleMs: 0,
  instrument: 0,
} satisfies Record<OwnName, 0>)

/** Returns the options of the core, without the module's own. */
export function coreOptions(options: BandoModuleOptions): BandoOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !ownNames.includes(name)))
}

function checkDuration(name: string, value: number): number {
  if (typeof value === 'number' && value >= 0) return value
  throw new BandoConfigError(`${name}: needs a duration in ms, from 0. Found ${shown(value)}.`)
}

function checkLevels(levels: readonly BandoLogLevel[]): readonly BandoLogLevel[] {
  if (Array.isArray(levels) && levels.every((level) => logLevels.includes(level as BandoLogLevel)))
    return levels
  throw new BandoConfigError(`logLevels: needs a list of ${logLevels.join(', ')}. Found ${shown(levels)}.`)
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}
