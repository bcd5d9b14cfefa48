'use client'

import type { Bando } from '@bando/core'
import { createContext } from 'react'

/** Carries the client from `BandoProvider` to the hooks. */
export const BandoContext = createContext<Bando | undefined>(undefined)
