import { armedFaults } from './script/armedFaults.ts'
import { budgets } from './script/budgets.ts'
import { clockFace } from './script/clockFace.ts'
import { controls } from './script/controls.ts'
import { curlOf } from './script/curlOf.ts'
import { drivePage } from './script/drivePage.ts'
import { journal } from './script/journal.ts'
import { lockouts } from './script/lockouts.ts'
import { timelineChart } from './script/timelineChart.ts'
import { tools } from './script/tools.ts'

const panels = [clockFace, budgets, lockouts, timelineChart, armedFaults].map(
  (panel) => `(${panel.toString()})(tools)`,
)

/**
 * The script of the page. It is joined from the source of self-contained functions, so it needs no
 * build step.
 */
export const pageScript = `{
const tools = (${tools.toString()})();
(${controls.toString()})(tools);
(${drivePage.toString()})(tools, [${panels.join(',\n')}, (${journal.toString()})(tools, ${curlOf.toString()})]);
}`
