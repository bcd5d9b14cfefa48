import * as v from 'valibot'
import { describeIssue } from '../options/describeIssue.ts'
import { configOptions } from './configOptions.ts'
import { loadConfigFile } from './loadConfigFile.ts'
import { configSchema, type Config } from './MockConfig.ts'
import { UsageError } from './UsageError.ts'

/** Where a configuration comes from; what is given in several places counts as the flags have it, then the environment, then the file. */
export interface ConfigSources {
  readonly flags: Readonly<Record<string, unknown>>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where the file is looked for. */
  readonly directory: string
}

const prefix = 'BANDO_MOCK_'

/**
 * Reads the configuration from file, environment and flags, through one schema.
 * @throws {UsageError} naming the option as its source writes it, what was expected and what was found
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

/** A variable that is empty is one that is not given. */
function withoutEmpty(environment: ConfigSources['environment']): ConfigSources['environment'] {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
}

/** An unknown variable is left to the schema, which says that there is no such option. */
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

/** A flag and a variable hold their parts in one text: by itself no part has either. */
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

/** Later layers win; the parts of a lockout, and of what counts, one by one. */
function merged(layers: readonly Config[]): Config {
  const config: Config = {}
  for (const layer of layers) {
    const lockout = layer.lockout && { ...config.lockout, ...layer.lockout }
    const counted = layer.counted && { ...config.counted, ...layer.counted }
    Object.assign(config, layer, lockout && { lockout }, counted && { counted })
  }
  return config
}
