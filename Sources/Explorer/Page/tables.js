// Tables that are dropped: what the program reads in them is shown before they are used.

import { Chart, seriesClass } from './chart.js'
import { escape, significant } from './numbers.js'
import { askColumns } from './columns.js'

const kinds = {
  jc: { text: 'critical current density Jc(B, T)', x: { label: 'B', unit: 'T', scale: 1 }, y: { label: 'Jc', unit: 'MA/m\u00b2', scale: 1e6 }, logarithmic: true },
  'scan-r': { text: 'scan Bz(r) across the magnet', x: { label: 'r', unit: 'mm', scale: 1e-3 }, y: { label: 'Bz', unit: 'T', scale: 1 } },
  'scan-z': { text: 'scan Bz(z) along the magnet', x: { label: 'z', unit: 'mm', scale: 1e-3 }, y: { label: 'Bz', unit: 'T', scale: 1 } },
  decay: { text: 'decay Bz(t)', x: { label: 't', unit: 's', scale: 1 }, y: { label: 'Bz', unit: 'T', scale: 1 } },
  warming: { text: 'warming curve Bz(T)', x: { label: 'T', unit: 'K', scale: 1 }, y: { label: 'Bz', unit: 'T', scale: 1 } },
  loop: { text: 'loop m(Ba)', x: { label: 'Ba', unit: 'T', scale: 1 }, y: { label: 'm', unit: 'A m\u00b2', scale: 1 } },
}

/**
 * Reads a file and asks whether that is what it says.
 *
 * @param allowed kinds that it may be of; several are tried in their order.
 * @returns the table with its `text`, or null.
 */
export async function chooseTable(session, file, allowed, notify) {
  const text = await file.text()
  let table = null
  let problem = null
  for (const kind of allowed) {
    try {
      table = await session.call('table/read', { name: file.name, text, kind })
      break
    } catch (error) { problem ??= error }
  }
  // Columns whose heads do not say it, or say what is not meant, are named by the user.
  while (true) {
    if (table) {
      const answer = await confirmTable(file, table)
      if (answer !== 'columns') return answer === 'yes' ? { ...table, name: file.name } : null
    }
    try { table = await nameColumns(session, file, text, allowed, table ? null : problem) } catch (error) {
      if (!error.isCancelled) notify(error.message, true)
      return null
    }
    if (!table) return null
  }
}

/** The table as it is read with the columns that the user names; null where the user gives up. */
async function nameColumns(session, file, text, allowed, problem) {
  const layout = await session.call('table/columns', { name: file.name, text, kinds: allowed })
  const choices = layout.kinds.map(({ kind, columns }) => ({
    value: kind, text: kinds[kind].text,
    wanted: [...columns.map((column) => ({ ...column, isOptional: kind === 'jc' && column.name === 'T' })), ...(kind === 'jc' ? [] : [{ name: 'sigma', units: columns.at(-1).units, isOptional: true }])],
  }))
  let table = null
  const isNamed = await askColumns(file.name, layout, choices, problem?.message ?? '', async (kind, columns) => {
    table = await session.call('table/read', { name: file.name, text, kind, columns })
  })
  return isNamed ? table : null
}

/** Shows what was read. @returns 'yes', 'no', or 'columns' to name them otherwise. */
async function confirmTable(file, table) {
  const { text: meaning, ...axes } = kinds[table.kind]
  const dialog = document.getElementById('dialog')
  dialog.onclick = null
  dialog.innerHTML = `<h2 id="dialog-title">${escape(file.name)}</h2><p>Read as ${meaning}: <strong>${escape(table.reading)}</strong></p>${table.leftOut.length > 0 ? `<p class="dim">Left out: ${escape(table.leftOut.join(', '))}</p>` : ''}<div id="table-chart"></div><div class="actions"><button value="columns">Columns…</button><span class="spacer"></span><button value="no">Cancel</button><button class="primary" value="yes">Use it</button></div>`
  const chart = new Chart(document.getElementById('table-chart'), { name: 'table', title: `${file.name} as read`, ...axes, legend: table.starts.length > 1 })
  dialog.showModal()
  chart.set({ series: table.starts.map((start, k) => ({
    name: table.temperatures[k] ? `${significant(table.temperatures[k], 3)} K` : '', x: table.x.slice(start, table.starts[k + 1]), y: table.y.slice(start, table.starts[k + 1]), colour: seriesClass(k), points: table.kind !== 'jc',
  })) })
  return new Promise((resolve) => {
    for (const button of dialog.querySelectorAll('button')) button.onclick = () => { dialog.close(); resolve(button.value) }
    dialog.oncancel = () => resolve('no')
    dialog.querySelector('.primary').focus()
  })
}
