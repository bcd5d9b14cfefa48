import { defer, filter, fromEvent, of, take } from 'rxjs'

/** Emits once, when the page is visible. Emits at once if there is no page. */
export const visible$ = /* #__PURE__ */ defer(() =>
  typeof document === 'undefined' || !document.hidden
    ? of(undefined)
    : fromEvent(document, 'visibilitychange').pipe(
        filter(() => !document.hidden),
        take(1),
      ),
)
