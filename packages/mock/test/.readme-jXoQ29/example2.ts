import { createMock } from '@bando/mock'
const mock = createMock()
const response = await mock.fetch('/coolness', { address: '192.0.2.1' })

export {}
