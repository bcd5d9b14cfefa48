import { Window } from 'happy-dom'
import { expect, test } from 'vitest'
import { plot } from './plot.ts'
import { table } from './result.testing.ts'

/** Parses a picture as a browser does. */
function drawn(...args: Parameters<typeof plot>): Document {
  const { DOMParser } = new Window()
  return new DOMParser().parseFromString(plot(...args), 'image/svg+xml') as unknown as Document
}

const texts = (picture: Document): string[] =>
  Array.from(picture.querySelectorAll('text'), ({ textContent }) => textContent)

test('a picture names each candidate once, and shows each value, ratio and reason', () => {
  const shown = texts(drawn(table))
  expect(shown.filter((text) => ['fetch', 'Bando', 'a < b'].includes(text))).toHaveLength(3)
  expect(shown).toEqual(expect.arrayContaining(['1.00 ×', '1.25 ×', 'over 25 s', '0', '8']))
  expect(shown).toContain('A request over loopback')
})

test('each number is a dot, and a reason is none', () => {
  expect(drawn(table).querySelectorAll('.dot')).toHaveLength(5)
})

test('a slower candidate is drawn to the right of the reference, a faster one to the left', () => {
  const { metrics, rows } = table
  const at = (time: number): number => {
    const [fetch, bando] = rows
    const other = { ...bando, candidate: 'Bando', samples: [{ time }, { time }] }
    const picture = drawn({
      ...table,
      metrics: metrics.slice(0, 1),
      rows: [{ ...fetch, candidate: 'fetch', samples: [{ time: 10 }, { time: 10 }] }, other],
    })
    const [reference, dot] = Array.from(picture.querySelectorAll('.dot'), (dot) =>
      Number(dot.getAttribute('cx')),
    )
    return Math.sign((dot ?? 0) - (reference ?? 0))
  }
  expect([at(12), at(10), at(9)]).toEqual([1, 0, -1])
})

test('our rows are highlighted', () => {
  const picture = drawn(table)
  expect(picture.querySelectorAll('.band')).toHaveLength(1)
  expect(picture.querySelectorAll('.isOurs')).toHaveLength(table.metrics.length)
})

test('all marks lie within the picture, however far apart the values are', () => {
  const rows = [0, 1, 1e9].map((refused, index) => ({
    candidate: `no ${index}`,
    samples: [{ time: refused, refused }],
  }))
  const picture = drawn({ ...table, rows })
  const { width } = { width: Number(picture.documentElement.getAttribute('width')) }
  for (const dot of picture.querySelectorAll('.dot')) {
    expect(Number(dot.getAttribute('cx'))).toBeGreaterThanOrEqual(0)
    expect(Number(dot.getAttribute('cx'))).toBeLessThan(width)
  }
})
