'use client'

import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { styles } from './styles.ts'

/**
 * Renders into a shadow root at the end of the page, so that neither the page’s styles nor those of
 * the devtools apply to the other.
 */
export function ShadowHost({ children }: { readonly children: ReactNode }): ReactNode {
  const [host] = useState(createHost)
  useEffect(() => {
    document.body.append(host)
    return () => host.remove()
  }, [host])
  return createPortal(children, host.shadowRoot as ShadowRoot)
}

function createHost(): HTMLElement {
  const host = document.createElement('div')
  host.dataset['bandoDevtools'] = ''
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]
  return host
}
