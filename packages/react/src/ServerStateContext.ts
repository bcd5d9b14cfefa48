'use client'

import { createContext } from 'react'
import { unknownState } from './unknownState.ts'

/**
 * Passes the state that the server rendered to the first render of the page. Few hooks need it, so
 * it has a separate file.
 */
export const ServerStateContext = createContext(unknownState)
