import { createBando } from '@bando/core'
import { mapToBando } from '../src/index.ts'
import { range } from 'rxjs'

const bando = createBando({ token: process.env['BANDO_TOKEN'], baseUrl: process.env['BANDO_URL'] })

range(1, 50)
  .pipe(mapToBando(bando, (id) => ({ path: '/coolness', query: { id } })))
  .subscribe({ next: ({ status }) => console.log(status), complete: () => void bando.close() })
