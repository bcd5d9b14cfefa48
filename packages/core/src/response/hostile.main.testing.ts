import { hostile, readAll } from './hostile.testing.ts'

// Prints how long each hostile input takes at a quarter, a half and all of a megabyte.
const sizes = [2 ** 18, 2 ** 19, 2 ** 20]
const rows = Object.entries(hostile).map(([name, make]) => {
  const tookMs = sizes.map((size) => {
    const written = make(size)
    const startedAt = performance.now()
    readAll(written)
    return Number((performance.now() - startedAt).toFixed(2))
  })
  return { name, tookMs }
})
console.log(JSON.stringify(rows))
