import type { Metric } from '../frame/Benchmark.ts'
import type { TableResult } from '../frame/Result.ts'
import { formatRatio, formatValue } from './format.ts'
import { scaleOf } from './scale.ts'
import type { Cell } from './statistics.ts'
import { cells } from './statistics.ts'
import { isOurs } from './table.ts'

const width = 920
const margin = 24
const rowHeight = 26
const titleHeight = 52
const headHeight = 44
const gap = 28
/** The space for the label at the end of a row. */
const labelWidth = 74
const charWidth = 7.1

/**
 * Colours of a light and a dark background. The picture has a background of its own, so it is
 * readable on either.
 */
const style = `
  svg { --back: #ffffff; --edge: #d8dee6; --text: #1b2430; --faint: #5f6b7a; --line: #c9d1db; --peer: #8594a6; --ours: #0b6bcb; --band: #eef5fd }
  @media (prefers-color-scheme: dark) {
    svg { --back: #10161e; --edge: #2a3440; --text: #e8edf3; --faint: #95a2b2; --line: #34404e; --peer: #74859a; --ours: #5cb0ff; --band: #162435 }
  }
  text { font: 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: var(--text); font-variant-numeric: tabular-nums }
  .title { font-size: 15px; font-weight: 600 }
  .head { font-weight: 600 }
  .faint { fill: var(--faint); font-size: 11px }
  .ours { fill: var(--ours); font-weight: 600 }
  .end { text-anchor: end }
  line { stroke: var(--line) }
  .bar { stroke-width: 4; stroke-linecap: round; stroke: var(--peer) }
  .spread { stroke-width: 1.5; stroke: var(--text) }
  .dot { fill: var(--peer); stroke: var(--back); stroke-width: 1.5 }
  .isOurs .bar { stroke: var(--ours) }
  .isOurs .dot { fill: var(--ours) }
  .beyond { fill: var(--back); stroke: var(--peer); stroke-width: 2 }
  .isOurs .beyond { fill: var(--back); stroke: var(--ours) }
  .back { fill: var(--back); stroke: var(--edge) }
  .band { fill: var(--band) }
`

/**
 * Draws a table as small plots, one for each metric: ratios as distances from the reference, other
 * values from zero.
 */
export function plot(table: TableResult): string {
  const { metrics, rows, title } = table
  const namesWidth = Math.max(...rows.map(({ candidate }) => candidate.length)) * charWidth + 16
  const columns = columnsFor(metrics.length)
  const panelWidth = (width - 2 * margin - namesWidth - gap * (columns - 1)) / columns
  const stripHeight = headHeight + rows.length * rowHeight + 20
  const strips = Math.ceil(metrics.length / columns)
  const height = titleHeight + strips * stripHeight + margin - 12
  const drawn = Array.from({ length: strips }, (_, strip) => {
    const y = titleHeight + strip * stripHeight
    const panels = metrics.slice(strip * columns, (strip + 1) * columns).map((metric, index) => {
      const x = margin + namesWidth + index * (panelWidth + gap)
      return `<g transform="translate(${round(x)} ${y})">${panel(metric, cells(rows, metric), rows, panelWidth)}</g>`
    })
    return [names(rows, y), ...panels].join('\n')
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(plain(title))}">
<style>${style}</style>
<rect class="back" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>
<text class="title" x="${margin}" y="34">${escape(plain(title))}</text>
${drawn.join('\n')}
</svg>
`
}

/** Wide panels, unless there are many. */
function columnsFor(panels: number): number {
  if (panels > 6) return 4
  return panels === 4 ? 2 : Math.min(panels, 3)
}

type Rows = TableResult['rows']

function names(rows: Rows, y: number): string {
  return rows
    .map(({ candidate }, index) => {
      const top = y + headHeight + index * rowHeight
      const band = isOurs(candidate)
        ? `<rect class="band" x="${margin - 8}" y="${top}" width="${width - 2 * margin + 16}" height="${rowHeight}" rx="5"/>`
        : ''
      return `${band}<text class="${isOurs(candidate) ? 'ours' : ''}" x="${margin}" y="${top + 17}">${escape(candidate)}</text>`
    })
    .join('\n')
}

function panel(metric: Metric, column: readonly Cell[], rows: Rows, panelWidth: number): string {
  const plotWidth = panelWidth - labelWidth
  const scale = scaleOf(column, plotWidth)
  const bottom = headHeight + rows.length * rowHeight
  const better = metric.better === 'less' ? '← less is better' : 'more is better →'
  const hint = scale.kind === 'logarithmic' ? `${better} · logarithmic` : better
  const base = round(scale.base)
  const marks = column.map((cell, index) => {
    const y = headHeight + index * rowHeight + rowHeight / 2
    const ours = isOurs(rows[index]?.candidate ?? '')
    return `<g class="${ours ? 'isOurs' : ''}">${mark(cell, scale, y)}<text class="${textClass(cell, ours)}" x="${round(panelWidth)}" y="${y + 4}">${escape(labelOf(cell, metric))}</text></g>`
  })
  return `<text class="head" x="0" y="14">${escape(metric.title)}</text><text class="faint" x="0" y="30">${hint}</text><line x1="${base}" x2="${base}" y1="${headHeight - 4}" y2="${bottom + 2}"/>\n${marks.join('\n')}`
}

function mark(cell: Cell, scale: ReturnType<typeof scaleOf>, y: number): string {
  const drawn = scale.kind === 'ratio' ? cell.ratio : cell.value
  if (!drawn) return ''
  const dot = scale.isBeyond(drawn.median) ? 'dot beyond' : 'dot'
  const [x, least, most] = [drawn.median, drawn.least, drawn.most].map((value) => round(scale.x(value)))
  return `<line class="bar" x1="${round(scale.base)}" x2="${x}" y1="${y}" y2="${y}"/><line class="spread" x1="${least}" x2="${most}" y1="${y}" y2="${y}"/><circle class="${dot}" cx="${x}" cy="${y}" r="5"/>`
}

function textClass({ value }: Cell, ours: boolean): string {
  if (!value) return 'end faint'
  return ours ? 'end ours' : 'end'
}

function labelOf({ value, ratio, note }: Cell, { unit }: Metric): string {
  if (ratio) return formatRatio(ratio.median)
  return value ? formatValue(value.median, unit) : (note ?? '–')
}

function plain(text: string): string {
  return text.replaceAll('`', '')
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
