import type { Switches } from './Row.ts'

/** The contract's own rule, for what a row leaves out. */
const usualLockout = { attempts: 5, withinMs: 60_000, forMs: 900_000 }

/** The switches as the command's flags. */
export function flagsOf(switches: Switches): string[] {
  return Object.entries(switches).flatMap(([name, value]) => [`--${kebab(name)}`, textOf(name, value)])
}

function textOf(name: string, value: Switches[keyof Switches]): string {
  if (typeof value !== 'object') return value === false ? 'off' : String(value)
  if (name === 'lockout') return lockoutText(value)
  if (name === 'counted') return namesOf(value).join(',') || 'none'
  const { requests, windowMs } = value as { requests: number; windowMs: number }
  return `${requests}/${windowMs}ms`
}

function lockoutText(value: object): string {
  const { attempts, withinMs, forMs, ...words } = { ...usualLockout, ...value }
  const rule = `${attempts}/${withinMs}ms/${forMs}ms`
  return [rule, ...Object.entries(words).map(([name, word]) => `${name}=${String(word)}`)].join(',')
}

function namesOf(counted: object): string[] {
  return Object.entries(counted).flatMap(([name, counts]) => (counts === true ? [name] : []))
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
