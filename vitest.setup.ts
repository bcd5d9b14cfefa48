import fc from 'fast-check'

// The same cases in every run, so that a red one is its change's doing. Nightly runs (`BANDO_RUNS`)
// draw new ones, and print their seed.
if (process.env['BANDO_RUNS'] === undefined) fc.configureGlobal({ seed: 20_261_124 })
