import { BandoDevtools as Devtools } from './BandoDevtools.tsx'

/**
 * Shows the budget, the window, the queue and the status of the token in development. A production
 * build shows nothing.
 */
export const BandoDevtools: typeof Devtools = process.env.NODE_ENV === 'production' ? () => null : Devtools

export type { BandoDevtoolsProps } from './BandoDevtools.tsx'
