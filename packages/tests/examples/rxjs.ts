import { createBando } from '@bando/core'
import { tokenFromEnv } from '@bando/core/node'
import { mapToBando } from '@bando/rxjs'
import { range } from 'rxjs'

const bando = createBando({ token: tokenFromEnv('BANDO_TOKEN'), baseUrl: process.env['BANDO_URL'] })

range(1, 50)
  .pipe(mapToBando(bando, (id) => ({ path: '/coolness', query: { id } })))
  .subscribe({ next: ({ status }) => console.log(status), complete: () => void bando.close() })
