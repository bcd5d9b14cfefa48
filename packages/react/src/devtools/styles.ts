/** The style sheet for the shadow root of the devtools. */
export const styles = `
:host {
  all: initial;
  color-scheme: light dark;
  --ground: light-dark(#f5f9f9, #0e1719);
  --panel: light-dark(#ffffff, #152124);
  --edge: light-dark(#cfdcdb, #2a3b3f);
  --ink: light-dark(#10252a, #e8f1f0);
  --quiet: light-dark(#48606a, #a3b8ba);
  --good: light-dark(#00776f, #43d3c5);
  --low: light-dark(#8a5a00, #f0b849);
  --bad: light-dark(#b3261e, #ff8a80);
  font: 13px/1.45 system-ui, sans-serif;
  color: var(--ink);
}
* { box-sizing: border-box; margin: 0; }
button { font: inherit; color: inherit; cursor: pointer; }
:focus-visible { outline: 3px solid var(--good); outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.toggle {
  position: fixed; inset: auto 16px 16px auto; z-index: 2147483000;
  width: 56px; height: 56px; padding: 4px; border-radius: 50%;
  border: 1px solid var(--edge); background: var(--panel); box-shadow: 0 4px 18px rgb(0 0 0 / 0.18);
}
.toggle[aria-expanded='true'] { visibility: hidden; }
.dot { position: absolute; right: 3px; bottom: 3px; width: 14px; height: 14px; border-radius: 50%; border: 2px solid var(--panel); background: var(--quiet); }
.dot.verified { background: var(--good); }
.dot.unverified { background: var(--low); }
.dot.rejected, .dot.locked { background: var(--bad); }
.badge { position: absolute; left: -4px; top: -4px; min-width: 20px; padding: 0 5px; border-radius: 10px; background: var(--ink); color: var(--panel); font-size: 12px; line-height: 20px; }

.gauge circle { fill: none; stroke-width: 10; stroke-linecap: round; transform: rotate(135deg); transform-origin: center; }
.gauge .track { stroke: var(--edge); }
.gauge .level { stroke: var(--good); transition: stroke-dasharray 0.2s; }
.gauge.low .level { stroke: var(--low); }
.gauge.bad .level { stroke: none; }
.gauge text { text-anchor: middle; font: 650 34px system-ui, sans-serif; fill: var(--ink); font-variant-numeric: tabular-nums; }
.gauge.small { width: 100%; height: 100%; display: block; }
.gauge.large { width: 104px; display: block; }

.panel {
  position: fixed; inset: auto 0 0 0; z-index: 2147483001; max-height: min(70vh, 30rem);
  display: flex; flex-direction: column; background: var(--ground); border-top: 1px solid var(--edge);
  box-shadow: 0 -6px 28px rgb(0 0 0 / 0.16);
}
.panel[hidden] { display: none; }
header { display: flex; gap: 10px; align-items: center; padding: 8px 16px; border-bottom: 1px solid var(--edge); background: var(--panel); }
header .note { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
header strong { font-size: 14px; letter-spacing: -0.01em; }
.close { width: 32px; height: 32px; border: 1px solid var(--edge); border-radius: 8px; background: none; font-size: 18px; line-height: 1; }
.close:hover { background: var(--edge); }

.columns { display: grid; grid-template-columns: minmax(16rem, 1fr) minmax(14rem, 1fr) minmax(27rem, 1.7fr); gap: 0 24px; padding: 14px 16px 18px; overflow: auto; }
.columns > div { display: grid; gap: 16px; align-content: start; }
section { display: grid; gap: 6px; align-content: start; min-width: 0; }
h2 { font-size: 12px; font-weight: 600; color: var(--quiet); }
.note, small { color: var(--quiet); font-size: 12px; font-variant-numeric: tabular-nums; }
code { font: 12px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
td code { overflow-wrap: normal; }

.budget { display: flex; gap: 16px; align-items: center; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; font-variant-numeric: tabular-nums; }
dt { color: var(--quiet); white-space: nowrap; }
.status { justify-self: start; padding: 2px 10px; border-radius: 6px; border: 1px solid currentColor; font-weight: 600; color: var(--quiet); }
.status.verified { color: var(--good); }
.status.unverified { color: var(--low); }
.status.rejected, .status.locked { color: var(--bad); }

.timeline { width: 100%; height: 72px; border: 1px solid var(--edge); border-radius: 8px; background: var(--panel); }
.timeline .past { fill: var(--edge); opacity: 0.35; }
.timeline line { vector-effect: non-scaling-stroke; stroke-width: 3; stroke-linecap: round; }
.timeline .now { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 3; }
.timeline .request.good { stroke: var(--good); }
.timeline .request.bad { stroke: var(--bad); }
.timeline .request.open { stroke: var(--low); }
.timeline .return { stroke: var(--quiet); }
.axis { display: flex; justify-content: space-between; color: var(--quiet); font-size: 11px; }

.calls { list-style: none; padding: 0; display: grid; gap: 2px; }
.calls li { display: flex; justify-content: space-between; gap: 12px; }

.scroll { overflow: auto; max-height: 20rem; border: 1px solid var(--edge); border-radius: 8px; background: var(--panel); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 6px; text-align: left; vertical-align: top; white-space: nowrap; border-bottom: 1px solid var(--edge); }
th { position: sticky; top: 0; background: var(--panel); color: var(--quiet); font-size: 12px; font-weight: 600; }
td:last-child { white-space: normal; }
td.good { color: var(--good); }
td.bad { color: var(--bad); font-weight: 600; }

@media (max-width: 60rem) {
  .columns { grid-template-columns: 1fr; gap: 18px; }
  .panel { max-height: 75vh; }
}
@media (prefers-reduced-motion: reduce) { .gauge .level { transition: none; } }
`
