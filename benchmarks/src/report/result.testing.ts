import type { Result } from '../frame/Result.ts'

/** A small result with every kind of cell. */
export const result: Result = {
  name: 'request',
  title: 'What a request costs',
  date: '2026-11-29',
  machine: { cpu: 'AMD EPYC', cores: 2, memoryGiB: 24, node: '24.21.0' },
  rounds: 2,
  isQuick: false,
  tables: [
    {
      name: 'loopback',
      title: 'A request over `loopback`',
      method: 'By hand.',
      metrics: [
        { key: 'time', title: 'time', unit: 'ms', better: 'less', reference: 'fetch' },
        { key: 'refused', title: 'refused', unit: 'count', better: 'less' },
      ],
      rows: [
        {
          candidate: 'fetch',
          samples: [
            { time: 10, refused: 0 },
            { time: 20, refused: 0 },
          ],
        },
        {
          candidate: 'Bando',
          samples: [
            { time: 15, refused: 0 },
            { time: 20, refused: 0 },
          ],
        },
        {
          candidate: 'a < b',
          samples: [
            { time: 'over 25 s', refused: 7 },
            { time: 'over 25 s', refused: 9 },
          ],
        },
      ],
    },
  ],
}

export const [table] = result.tables as [Result['tables'][number]]
