import type { Result } from '../frame/Result.ts'
import { plotName } from './results.ts'
import { measuredText, tableText } from './table.ts'

/**
 * A place for a table: `<!-- bench request/loopback -->` up to `<!-- /bench -->`. With `plot` after
 * the name, the plot is shown instead of the table.
 */
const place = /<!-- bench (?<name>[\w-]+)\/(?<table>[\w-]+)(?<plot> plot)? -->\n[\s\S]*?<!-- \/bench -->/g

/**
 * Fills the places of a text with the tables of `results`. A place of a benchmark without a result
 * is not changed.
 * @param resultsPath path from the text's folder to that of the results
 * @throws Error if a result has no table of that name
 */
export function fillPlaces(text: string, results: readonly Result[], resultsPath: string): string {
  return text.replaceAll(place, (found, name: string, tableName: string, plot: string | undefined) => {
    const result = results.find((result) => result.name === name)
    if (!result) return found
    const table = result.tables.find((table) => table.name === tableName)
    if (!table)
      throw new Error(
        `<!-- bench ${name}/${tableName} -->: there is no such table. Choose from ${result.tables.map((each) => each.name).join(', ')}.`,
      )
    const title = table.title.replaceAll('`', '')
    const shown = plot ? `![${title}](${resultsPath}/${plotName(result, table)})` : tableText(table)
    const note = `${measuredText(result)} [How to read it, and all figures](${resultsPath}/${name}.md).`
    return `<!-- bench ${name}/${tableName}${plot ?? ''} -->\n${shown}\n\n${note}\n<!-- /bench -->`
  })
}

/** Returns the text with places that only say how to measure what they show. */
export function emptyPlaces(text: string): string {
  return text.replaceAll(
    place,
    (_found, name: string, table: string, plot = '') =>
      `<!-- bench ${name}/${table}${plot} -->\nNot measured on this state yet: \`pnpm bench ${name}\`.\n<!-- /bench -->`,
  )
}

/** The names of the benchmarks that a text has places for. */
export function placesOf(text: string): string[] {
  return Array.from(text.matchAll(place), ({ groups }) => groups?.['name'] ?? '')
}
