/**
 * Returns the tools of the panels. It runs in the browser and is sent as source text, so it uses
 * nothing from outside itself.
 */
export function tools() {
  const at = (id: string): HTMLElement => document.querySelector<HTMLElement>(`#${id}`) ?? document.body
  const make = (tag: string, text = '', className = ''): HTMLElement => {
    const element = document.createElement(tag)
    element.textContent = text
    element.className = className
    return element
  }
  const holding = (tag: string, className: string, children: readonly Node[]): HTMLElement => {
    const element = make(tag, '', className)
    element.append(...children)
    return element
  }
  /** Formats minutes and seconds, with hours if there are any. */
  const duration = (ms: number): string => {
    const whole = Math.max(0, Math.ceil(ms / 1000))
    const padded = (value: number): string => String(Math.floor(value)).padStart(2, '0')
    const minutes = Math.floor(whole / 60)
    const short = `${minutes % 60}:${padded(whole % 60)}`
    return minutes < 60 ? short : `${Math.floor(minutes / 60)}:${short.padStart(5, '0')}`
  }
  /** Shows a message, and has screen readers read it. */
  const say = (text: string, className = ''): void => {
    at('said').textContent = text
    at('said').className = className
  }
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`/_mock/${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    const reply = text === '' ? undefined : (JSON.parse(text) as { error?: string })
    if (!response.ok) throw new Error(reply?.error ?? `${method} /_mock/${path}: ${response.status}`)
    return reply
  }
  const onClick = (element: HTMLElement, act: () => Promise<unknown>): void =>
    element.addEventListener('click', () => {
      act().catch((error: unknown) => say(error instanceof Error ? error.message : String(error), 'bad'))
    })
  /** Makes a button. `label` names its object for screen readers. */
  const button = (text: string, label: string, act: () => Promise<unknown>): HTMLElement => {
    const element = make('button', text)
    element.setAttribute('aria-label', label)
    onClick(element, act)
    return element
  }
  return { at, make, holding, duration, say, send, onClick, button }
}

export type Tools = ReturnType<typeof tools>
