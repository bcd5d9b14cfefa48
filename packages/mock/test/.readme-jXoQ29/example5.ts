import { createMock } from '@bando/mock'
import { bandoHandlers } from '@bando/mock/msw'
import { setupServer } from 'msw/node' // or setupWorker, from 'msw/browser'

const server = setupServer(...bandoHandlers(createMock()))

export {}
