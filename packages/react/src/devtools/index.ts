import { BandoDevtools as Devtools } from './BandoDevtools.tsx'

/** Shows the budget, the window, the queue and the status of the token in development, and nothing in a production build. */
export const BandoDevtools: typeof Devtools = process.env.NODE_ENV === 'production' ? () => null : Devtools

export type { BandoDevtoolsProps } from './BandoDevtools.tsx'
