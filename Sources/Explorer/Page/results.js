// The table of results: rows stay while their numbers change.

import { withError } from './numbers.js'

/** Text of an element, written only where it is another: even the same makes the browser lay out the page. */
export function write(element, text) { if (element.textContent !== text) element.textContent = text }

export class Results {
  #host
  #shape = ''
  #cells = []

  constructor(host) { this.#host = host }

  /** @param rows {name, unit, value, error}; @param before the same of a baseline, or null; @param isPreview for the head. */
  show(rows, before, isPreview) {
    const shape = JSON.stringify([rows.map(({ name, unit }) => [name, unit]), Boolean(before), isPreview])
    if (shape !== this.#shape) {
      this.#shape = shape
      this.#build(rows, before, isPreview)
    }
    for (const [k, row] of rows.entries()) {
      const text = withError(row.value, row.error)
      const old = before?.find((other) => other.name === row.name)
      const change = old && Math.abs(old.value) > 0 ? 100 * (row.value / old.value - 1) : NaN
      const texts = [text.value, text.error]
      if (before) texts.push(old ? withError(old.value, old.error).value : '', Number.isFinite(change) ? `${change >= 0 ? '+' : '\u2212'}${Math.abs(change).toFixed(Math.abs(change) < 10 ? 2 : 1)}\u2009%` : '')
      for (const [c, cell] of this.#cells[k].entries()) write(cell, texts[c])
    }
  }

  #build(rows, before, isPreview) {
    const made = (name, parent, properties = {}) => parent.appendChild(Object.assign(document.createElement(name), properties))
    const table = document.createElement('table')
    if (before) table.className = 'compared'
    const head = made('tr', made('thead', table))
    for (const text of ['quantity', isPreview ? 'preview' : 'value', 'error', ...(before ? ['baseline', 'change'] : [])]) made('th', head, { scope: 'col', textContent: text })
    const body = made('tbody', table)
    this.#cells = rows.map(({ name, unit }) => {
      const line = made('tr', body)
      const title = made('td', line, { textContent: `${name} ` })
      made('span', title, { className: 'dim', textContent: unit })
      const value = made('td', line, { className: 'value' })
      const error = made('span', made('td', line), { className: 'error' })
      return [value, error, ...(before ? [made('td', line), made('td', line)] : [])]
    })
    this.#host.replaceChildren(table)
  }
}
