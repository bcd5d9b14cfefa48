import * as core from '@bando/core'
import { storeConformance } from '@bando/core/testing'
import { webStore } from '@bando/core/web'

Object.assign(globalThis, { core, storeConformance, webStore })
