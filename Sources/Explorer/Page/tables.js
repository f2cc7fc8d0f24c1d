// Tables that are dropped: what the program reads in them is shown before they are used.

import { Chart, seriesClass } from './chart.js'
import { escape, significant } from './numbers.js'

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
  if (!table) { notify(problem.message, true); return null }
  const { text: meaning, ...axes } = kinds[table.kind]
  const dialog = document.getElementById('dialog')
  dialog.onclick = null
  dialog.innerHTML = `<h2 id="dialog-title">${escape(file.name)}</h2><p>Read as ${meaning}: <strong>${escape(table.reading)}</strong></p>${table.leftOut.length > 0 ? `<p class="dim">Left out: ${escape(table.leftOut.join(', '))}</p>` : ''}<div id="table-chart"></div><div class="actions"><button value="no">Cancel</button><button class="primary" value="yes">Use it</button></div>`
  const chart = new Chart(document.getElementById('table-chart'), { name: 'table', title: `${file.name} as read`, ...axes, legend: table.starts.length > 1 })
  dialog.showModal()
  chart.set({ series: table.starts.map((start, k) => ({
    name: table.temperatures[k] ? `${significant(table.temperatures[k], 3)} K` : '', x: table.x.slice(start, table.starts[k + 1]), y: table.y.slice(start, table.starts[k + 1]), colour: seriesClass(k), points: table.kind !== 'jc',
  })) })
  const isUsed = await new Promise((resolve) => {
    for (const button of dialog.querySelectorAll('button')) button.onclick = () => { dialog.close(); resolve(button.value === 'yes') }
    dialog.oncancel = () => resolve(false)
    dialog.querySelector('.primary').focus()
  })
  return isUsed ? { ...table, text, name: file.name } : null
}
