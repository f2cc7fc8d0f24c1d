// What the columns of a table are, said by the user where the table does not say it.

import { escape, unitText } from './numbers.js'

const none = '\u2013'

/** The column that is most likely meant: by its name, by its unit, then by its place. */
function likely(wanted, columns, taken) {
  const free = columns.map((column, k) => ({ ...column, k })).filter(({ k }) => !taken.has(k))
  const bare = (text) => text.toLowerCase().replace(/[([].*$/, '').replace(/[\s_]/g, '')
  const named = free.find(({ head }) => bare(head) === bare(wanted.name))
  if (named) return named.k
  if (wanted.isOptional) return -1
  return (free.find(({ unit }) => unit && wanted.units.includes(unit)) ?? free.find(({ unit }) => !unit))?.k ?? -1
}

/**
 * Asks which column of a table is what, with the first rows in sight.
 *
 * @param layout of `table/columns`.
 * @param choices what the table may be: {value, text, wanted: [{name, units, isOptional, isAnyUnit}]}.
 * @param problem why it could not be read as it stands.
 * @param read called with a choice's value and the columns' meanings; what it throws is shown, and the user may try again.
 * @returns whether it was read.
 */
export function askColumns(name, layout, choices, problem, read) {
  const dialog = document.getElementById('dialog')
  dialog.onclick = null
  const titles = layout.columns.map(({ head }, k) => `${k + 1}${head ? `: ${head}` : ''}`)
  dialog.innerHTML = `<h2 id="dialog-title">Columns of ${escape(name)}</h2><p class="problems" role="alert">${escape(problem)}</p>
    <label class="field kind"><span>what it is</span><select id="column-kind">${choices.map(({ value, text }) => `<option value="${value}">${escape(text)}</option>`).join('')}</select></label>
    <div class="columns" id="columns"></div>
    <div class="scroll" tabindex="0" role="region" aria-label="First rows"><table><thead><tr>${titles.map((title) => `<th scope="col">${escape(title)}</th>`).join('')}</tr></thead><tbody>${layout.rows.map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table></div>
    <p class="dim">${layout.count} rows</p><div class="actions"><button type="button" value="no">Cancel</button><button type="button" class="primary" value="yes">Read it</button></div>`
  const kind = dialog.querySelector('#column-kind')
  dialog.querySelector('.kind').hidden = choices.length < 2
  const lines = dialog.querySelector('#columns')
  const fill = () => {
    const taken = new Set()
    lines.replaceChildren(...choices.find(({ value }) => value === kind.value).wanted.map((wanted) => {
      const at = likely(wanted, layout.columns, taken)
      if (at >= 0) taken.add(at)
      const unitOf = (k) => {
        const own = layout.columns[k]?.unit
        return own && (wanted.isAnyUnit || wanted.units.includes(own)) ? own : wanted.units[0] ?? ''
      }
      const unit = unitOf(at)
      const box = document.createElement('div')
      box.className = 'column'
      box.dataset.name = wanted.name
      const units = wanted.isAnyUnit ? `<input data-is="unit" value="${escape(unit)}" size="8">` : `<select data-is="unit">${wanted.units.map((one) => `<option value="${escape(one)}"${one === unit ? ' selected' : ''}>${escape(unitText(one))}</option>`).join('')}</select>`
      box.innerHTML = `<strong>${escape(wanted.name.replace(/_/g, ' '))}</strong><label class="field"><span>column</span><select data-is="column"><option value="-1">${none}</option>${titles.map((title, k) => `<option value="${k}"${k === at ? ' selected' : ''}>${escape(title)}</option>`).join('')}</select></label>${wanted.units.length > 0 || wanted.isAnyUnit ? `<label class="field"><span>unit</span>${units}</label>` : ''}`
      const field = box.querySelector('[data-is="unit"]')
      if (field) box.querySelector('[data-is="column"]').onchange = (event) => { field.value = unitOf(Number(event.target.value)) }
      return box
    }))
  }
  kind.onchange = fill
  fill()
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.oncancel = () => resolve(false)
    dialog.querySelector('[value="no"]').onclick = () => { dialog.close(); resolve(false) }
    dialog.querySelector('[value="yes"]').onclick = async () => {
      const meanings = [...lines.children].map((box) => ({ name: box.dataset.name, column: Number(box.querySelector('[data-is="column"]').value), unit: box.querySelector('[data-is="unit"]')?.value.trim() }))
      try {
        await read(kind.value, meanings.filter(({ column }) => column >= 0))
        dialog.close()
        resolve(true)
      } catch (error) { dialog.querySelector('.problems').textContent = error.message }
    }
  })
}
