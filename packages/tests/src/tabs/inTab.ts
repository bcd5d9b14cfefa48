import * as core from '@bando/core'
import { SharedMemory, storeConformance } from '@bando/core/testing'
import { webStore } from '@bando/core/web'

Object.assign(globalThis, { core, SharedMemory, storeConformance, webStore })
