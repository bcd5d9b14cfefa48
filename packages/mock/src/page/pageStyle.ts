/** The page's look, light or dark as the reader has it. */
export const pageStyle = `
:root { color-scheme: light dark; --line: light-dark(#e3ddf0, #3a3350); --soft: light-dark(#f7f4fd, #221d31); --dim: light-dark(#5f5775, #b3a9cc);
  --accent: #6d3df5; --good: light-dark(#14713f, #4fd18b); --warn: light-dark(#8a5200, #f0b357); --bad: light-dark(#b3163a, #ff7d97); }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #171321); color: light-dark(#1d1730, #ece7f8) }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: 1rem 1.5rem; border-bottom: 1px solid var(--line) }
h1 { font-size: 1.15rem; margin: 0 auto 0 0 } h2 { font-size: 1rem; margin: 0 0 .75rem }
main { display: grid; gap: 1.25rem; padding: 1.25rem 1.5rem; max-width: 75rem; margin: auto }
section { border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.25rem }
button, select { font: inherit; padding: .3rem .7rem; border-radius: .5rem; border: 1px solid var(--line); background: var(--soft); color: inherit; cursor: pointer }
button:hover { border-color: var(--accent) } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600; color: var(--dim) }
th, td { padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--line); vertical-align: middle } thead th { border: 0 }
td.actions { text-align: right; white-space: nowrap } td.actions button { margin-left: .3rem; font-size: .85rem }
code, time { font: .88rem ui-monospace, monospace } .dim { color: var(--dim) }
progress { width: 10rem; height: .6rem; accent-color: var(--accent); vertical-align: middle; margin-right: .6rem }
.timeline { display: flex; gap: 2px; height: 2.2rem; align-items: end; list-style: none; margin: 0; padding: 0; overflow: hidden }
.timeline li { flex: 0 0 8px; height: 100%; border-radius: 2px; background: var(--good) }
.timeline li.s4 { background: var(--warn); height: 75% } .timeline li.s5, .timeline li.s0 { background: var(--bad); height: 55% }
.s2 { color: var(--good) } .s4 { color: var(--warn) } .s5, .s0, .locked { color: var(--bad) }
#issued:empty { position: absolute }
#issued { margin: 0; color: var(--good); overflow-wrap: anywhere } .scroll { max-height: 24rem; overflow: auto }
`
