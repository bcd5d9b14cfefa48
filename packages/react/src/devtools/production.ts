export { BandoDevtools } from './BandoDevtools.tsx'

export type { BandoDevtoolsProps } from './BandoDevtools.tsx'
