import { Window } from 'happy-dom'

/** Gives React a page, before it is loaded. */
export function openPage(): { root: Element } {
  const window = new Window({ url: 'http://localhost/' })
  for (const name of [
    'document',
    'HTMLElement',
    'HTMLIFrameElement',
    'Node',
    'Element',
    'MutationObserver',
  ]) {
    Object.defineProperty(globalThis, name, { value: window[name as keyof Window], configurable: true })
  }
  Object.defineProperty(globalThis, 'window', { value: window, configurable: true })
  return { root: document.body.appendChild(document.createElement('main')) }
}
