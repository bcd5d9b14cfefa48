import { breakages, type Breakage, type Fault } from '../faults/Fault.ts'

const broken: Readonly<Record<Breakage, string>> = {
  'reset-before': 'reset before it is read',
  'reset-after': 'processed, but the answer is lost',
  drop: 'processed, but never answered',
  half: 'half an answer',
  'wrong-length': 'a wrong length',
  drip: 'a byte at a time',
  garbage: 'garbage',
  duplicate: 'the answer twice',
}

/** The faults that the page offers. */
export const faultChoices: readonly { readonly label: string; readonly fault: Fault }[] = [
  { label: 'answered 503', fault: { status: 503 } },
  { label: 'answered 500', fault: { status: 500 } },
  { label: 'answered 502 by a gateway in front', fault: { status: 502, counted: false } },
  { label: 'answered after 3 s', fault: { delayMs: 3000 } },
  {
    label: 'late: half above 0.8 s, some above 5 s',
    fault: { name: 'late', delayMs: { medianMs: 800, p99Ms: 5000 } },
  },
  ...breakages.map((breakage) => ({ label: broken[breakage], fault: { breakage } })),
]

/** How often a fault of the page is played. */
export const faultTimes: readonly { readonly label: string; readonly fault: Fault }[] = [
  { label: 'the next request', fault: { times: 1 } },
  { label: 'every request', fault: {} },
  { label: 'every second request', fault: { nth: 2 } },
  { label: 'one request in ten', fault: { probability: 0.1 } },
]
