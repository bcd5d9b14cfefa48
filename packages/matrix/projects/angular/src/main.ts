// Links Angular's packages, which are published partially compiled. A build does it by itself.
import '@angular/compiler'
import { bootstrapApplication } from '@angular/platform-browser'
import type { BootstrapContext } from '@angular/platform-browser'
import { provideServerRendering, renderApplication } from '@angular/platform-server'
import { createBando } from '@bando/core'
import { createMock } from '@bando/mock'
import { Coolness } from './Coolness.js'
import { BANDO } from './CoolnessService.js'

const mock = createMock()
const { url, close } = await mock.listen()
const bando = createBando({ baseUrl: url, token: mock.tokens.issue() })
const providers = [provideServerRendering(), { provide: BANDO, useValue: bando }]

const html = await renderApplication(
  (context: BootstrapContext) => bootstrapApplication(Coolness, { providers }, context),
  { document: '<app-root></app-root>', url: 'http://localhost/', allowedHosts: ['localhost'] },
)
console.log(html.replace(/<!--.*?-->|<style.*?<\/style>|<script.*?<\/script>/gs, ''))
console.log(mock.log.map(({ status }) => status))
await bando.close()
await close()
