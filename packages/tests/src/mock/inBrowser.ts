import { createMock } from '@bando/mock'
import { askMock } from './askMock.ts'

Object.assign(globalThis, { play: () => askMock(createMock) })
