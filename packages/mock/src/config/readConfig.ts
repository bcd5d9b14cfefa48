import * as v from 'valibot'
import { describeIssue } from '../options/describeIssue.ts'
import { configOptions } from './configOptions.ts'
import { loadConfigFile } from './loadConfigFile.ts'
import { configSchema, type Config } from './MockConfig.ts'
import { UsageError } from './UsageError.ts'

/**
 * The sources of a configuration. Flags take precedence over the environment, and the environment
 * over the file.
 */
export interface ConfigSources {
  readonly flags: Readonly<Record<string, unknown>>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The directory to search for the file. */
  readonly directory: string
}

const prefix = 'BANDO_MOCK_'

/**
 * Reads the configuration from file, environment and flags, through one schema.
 * @throws {UsageError} with the option as its source writes it, what was expected and what was
 * found
 */
export async function readConfig({ flags, environment, directory }: ConfigSources): Promise<Config> {
  const { config: named, ...given } = flags
  const variables = withoutEmpty(environment)
  const path = typeof named === 'string' ? named : variables[`${prefix}CONFIG`]
  const file = await loadConfigFile(directory, path)
  const layers = [
    ...(file
      ? [checked(file.content, (name) => (name === '' ? file.path : `"${name}" in ${file.path}`))]
      : []),
    checked(fromEnvironment(variables), (name) => partOf(name, variableOf)),
    checked(given, (name) => partOf(name, flagOf)),
  ]
  return merged(layers)
}

function checked(input: unknown, nameOf: (name: string) => string): Config {
  const result = v.safeParse(configSchema, input)
  if (result.success) return result.output
  throw new UsageError(describeIssue(result.issues[0], nameOf, configSchema))
}

/** Removes empty variables, which count as not set. */
function withoutEmpty(environment: ConfigSources['environment']): ConfigSources['environment'] {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
}

/** Reads the variables. The schema refuses an unknown one. */
function fromEnvironment(environment: ConfigSources['environment']): Record<string, string> {
  const given: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(prefix) || value === undefined) continue
    if (name !== `${prefix}CONFIG`) given[optionOf(name)] = value
  }
  return given
}

function optionOf(variable: string): string {
  const known = Object.keys(configOptions).find((name) => variableOf(name) === variable)
  return known ?? variable.slice(prefix.length).toLowerCase()
}

/**
 * Returns the name of an option's part. A flag or a variable holds all parts in one text, so its
 * parts have no names.
 */
function partOf(name: string, nameOf: (option: string) => string): string {
  const [option = '', ...parts] = name.split('.')
  return parts.length === 0 ? nameOf(option) : `"${parts.join('.')}" of ${nameOf(option)}`
}

function flagOf(name: string): string {
  return `--${kebab(name)}`
}

function variableOf(name: string): string {
  return prefix + kebab(name).replaceAll('-', '_').toUpperCase()
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/**
 * Merges the layers; later ones take precedence. The parts of `lockout` and `counted` are merged
 * one by one.
 */
function merged(layers: readonly Config[]): Config {
  const config: Config = {}
  for (const layer of layers) {
    const lockout = layer.lockout && { ...config.lockout, ...layer.lockout }
    const counted = layer.counted && { ...config.counted, ...layer.counted }
    Object.assign(config, layer, lockout && { lockout }, counted && { counted })
  }
  return config
}
