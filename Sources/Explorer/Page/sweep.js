// The store of a sweep: its points as they are done; each is opened in the magnet's tab.

import { escape, significant, withError } from './numbers.js'

export class SweepView {
  #host
  #session
  #notify
  #choose
  #count = -1

  /** @param choose called with texts by keys. */
  constructor(host, session, notify, choose) {
    this.#host = host
    this.#session = session
    this.#notify = notify
    this.#choose = choose
    // While a sweep fills the store.
    setInterval(() => { if (this.#count >= 0 && !document.hidden && !host.hidden) this.open() }, 1000)
  }

  async open() {
    try {
      const sweep = await this.#session.call('sweep/table')
      if (sweep.points.length !== this.#count) this.#show(sweep)
    } catch (error) { if (!error.isCancelled) this.#notify(error.message, true) }
  }

  #show({ name, columns, outputs, points, inputs, values, errors }) {
    this.#count = points.length
    const isLength = (unit) => unit === 'm'
    const shown = (value, unit) => (typeof value === 'string' ? escape(value) : significant(isLength(unit) ? value * 1000 : value, 5))
    const unit = (text) => (text ? ` (${isLength(text) ? 'mm' : escape(text)})` : '')
    const most = 1000
    // What is the same at all points says nothing about them.
    const telling = outputs.map((one, o) => ({ ...one, o })).filter(({ o }) => points.length < 2 || values[o].some((value) => value !== values[o][0]))
    const same = outputs.length - telling.length
    const cell = (value, error) => (value === null ? { value: '', error: '' } : error > 0 ? withError(value, error) : { value: significant(value, 5), error: '' })
    this.#host.innerHTML = `<section class="panel" aria-labelledby="sweep-title"><div class="head"><h2 id="sweep-title">${escape(name)}</h2><span class="dim">${points.length} points are done${points.length > most ? `, the first ${most} are shown` : ''}${same > 0 ? `; ${same} outputs are the same at all` : ''}</span></div>
      <div class="scroll" tabindex="0" role="region" aria-label="Points"><table><thead><tr><th scope="col">point</th>${columns.map((one) => `<th scope="col">${escape(one.name)}${unit(one.unit)}</th>`).join('')}${telling.map((one) => `<th scope="col">${escape(one.name.replace(/_/g, ' '))}</th>`).join('')}</tr></thead><tbody>
      ${points.slice(0, most).map((point, k) => `<tr><td><button class="plain" data-point="${k}" aria-label="Open point ${point}">${point}</button></td>${columns.map((one, c) => `<td>${shown(inputs[c][k], one.unit)}</td>`).join('')}${telling.map(({ o }) => { const t = cell(values[o][k], errors[o][k]); return `<td>${t.value} <span class="error">${t.error}</span></td>` }).join('')}</tr>`).join('')}
      </tbody></table></div></section>`
    for (const button of this.#host.querySelectorAll('[data-point]')) button.onclick = () => {
      const k = Number(button.dataset.point)
      const changes = {}
      for (const [c, { keys, unit }] of columns.entries()) for (const key of keys) {
        if (key.includes('*') || key === 'gap' || key === 'scale') continue
        changes[key.replace(/\.(\d+)(?=\.|$)/g, '[$1]')] = typeof inputs[c][k] === 'string' ? inputs[c][k] : `${inputs[c][k]}${unit ? ` ${unit}` : ''}`
      }
      this.#choose(changes)
    }
  }
}
