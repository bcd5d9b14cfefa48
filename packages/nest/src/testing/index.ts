export { BANDO_MOCK, BandoTestingModule } from './bando-testing.module.ts'
export { overrideBando } from './override-bando.ts'

export type { BandoTestingOptions } from './testing-options.ts'
