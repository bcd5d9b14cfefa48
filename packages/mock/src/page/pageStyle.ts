/** The style of the page. It is light or dark by the reader's preference. */
export const pageStyle = `
:root { color-scheme: light dark; --line: light-dark(#e3ddf0, #3a3350); --soft: light-dark(#f7f4fd, #221d31); --dim: light-dark(#5f5775, #b3a9cc);
  --accent: light-dark(#6d3df5, #a98bff); --good: light-dark(#14713f, #4fd18b); --warn: light-dark(#8a5200, #f0b357); --bad: light-dark(#b3163a, #ff7d97);
  --lost: light-dark(#6b6480, #8d84a5) }
* { box-sizing: border-box } [hidden] { display: none }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #171321); color: light-dark(#1d1730, #ece7f8) }
header { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; padding: .9rem 1.5rem; border-bottom: 1px solid var(--line) }
h1 { font-size: 1.15rem; margin: 0 } h2 { font-size: 1rem; margin: 0 0 .6rem } .clock { margin-left: auto; font-variant-numeric: tabular-nums }
main { display: grid; grid-template-columns: minmax(0, 1fr) 18.5rem; gap: 1.25rem; padding: 1.25rem 1.5rem; max-width: 80rem; margin: auto; align-items: start }
.shown, .driven { display: grid; gap: 1.25rem; min-width: 0 } .journal { grid-column: 1 / -1; min-width: 0 }
section { border: 1px solid var(--line); border-radius: .75rem; padding: .9rem 1.1rem; min-width: 0 }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0 }
button, select { font: inherit; padding: .3rem .7rem; min-height: 2rem; border-radius: .5rem; border: 1px solid var(--line); background: var(--soft); color: inherit }
button { cursor: pointer; white-space: nowrap } button:disabled, select:disabled { cursor: not-allowed; opacity: .55 } select { width: 100% } label { display: block; margin-bottom: .6rem; color: var(--dim) }
label select { color: light-dark(#1d1730, #ece7f8) }
button:hover:enabled { border-color: var(--accent) } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.buttons { display: flex; flex-wrap: wrap; gap: .4rem } .rows, #legend { list-style: none; margin: 0; padding: 0 }
.rows li { display: flex; flex-wrap: wrap; gap: .3rem .75rem; align-items: center; padding: .45rem 0; border-top: 1px solid var(--line) }
.scrolled { max-height: 22rem; overflow: auto }
.rows li:first-child { border: 0 } #inject + .rows { margin-top: .8rem } .driven .rows .who { flex-basis: 8rem }
.who { display: flex; flex-wrap: wrap; gap: 0 .6rem; align-items: baseline; flex: 1 1 9rem; overflow-wrap: anywhere; min-width: 0 }
.when, .gauge { font-variant-numeric: tabular-nums } .when { flex: 0 0 8.5rem; white-space: nowrap } .gauge { display: inline-flex; align-items: center; gap: .6rem; flex: 0 0 12.75rem; white-space: nowrap }
.actions { display: flex; gap: .25rem; justify-content: end } #callers .actions { flex: 0 0 14rem }
.actions button, td button, .driven .rows button { font-size: .85rem }
progress { appearance: none; width: 5.5rem; flex: none; height: .6rem; border: 0; border-radius: .3rem; overflow: hidden; background: var(--line); color: var(--good) }
progress::-webkit-progress-bar { background: var(--line) } progress::-webkit-progress-value { background: currentColor } progress::-moz-progress-bar { background: currentColor }
progress.low { color: var(--warn) } progress.spent { color: var(--bad) }
.tag { font-size: .8rem; padding: 0 .5rem; border: 1px solid currentColor; border-radius: 1rem; color: var(--good) } .tag:empty { display: none }
#timeline { display: flex; gap: 2px; height: 5rem; align-items: end; border-bottom: 1px solid var(--line) }
.column { flex: 1 1 0; display: flex; flex-direction: column-reverse; gap: 1px; min-width: 0; border-radius: 2px 2px 0 0; overflow: hidden }
.column i { flex: 0 0 0 } .axis { display: flex; justify-content: space-between; margin: .2rem 0 .5rem; font-size: .85rem }
i.served { background: var(--good) } i.limited { background: var(--warn) } i.refused { background: var(--accent) } i.failed { background: var(--bad) } i.lost { background: var(--lost) }
#legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem } #legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .4rem }
table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600; color: var(--dim) }
th, td { padding: .3rem .9rem .3rem 0; border-top: 1px solid var(--line); vertical-align: middle; white-space: nowrap } thead th { border: 0 }
td:nth-child(3) { white-space: normal; overflow-wrap: anywhere; min-width: 11rem; width: 100% } .scroll { max-height: 26rem; overflow: auto }
code, time { font: .88rem ui-monospace, monospace } .dim { color: var(--dim) } .good { color: var(--good) } .warn { color: var(--warn) } .bad { color: var(--bad) }
.away { margin: 0; padding: .6rem 1.5rem; color: var(--bad); border-bottom: 1px solid var(--line) } [data-live=false] #live { color: var(--bad) }
#said { margin: 0; padding: .6rem 1.5rem 0; color: var(--good); overflow-wrap: anywhere } #said:empty { padding: 0 } #said.bad { color: var(--bad) }
@media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); padding: 1rem } header, .away, #said { padding-inline: 1rem } }
@media (max-width: 34rem) { .rows .who { flex-basis: 100% } .rows .actions { justify-content: start } }
`
