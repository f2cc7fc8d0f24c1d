// Measured curves over computed ones: residuals, and a fit by the same code as `fem-bulk fit`.

import { numbersOf } from './session.js'
import { escape, significant, withError } from './numbers.js'
import { Chart, seriesClass } from './chart.js'
import { chooseTable } from './tables.js'
import { millimetres } from './section.js'

const bz = { label: 'Bz', unit: 'T', scale: 1 }
const axes = {
  'scan-r': [{ label: 'r', unit: 'mm', scale: 1e-3 }, bz], 'scan-z': [{ label: 'z', unit: 'mm', scale: 1e-3 }, bz],
  decay: [{ label: 't', unit: 's', scale: 1 }, bz], warming: [{ label: 'T', unit: 'K', scale: 1 }, bz],
  loop: [{ label: 'Ba', unit: 'T', scale: 1 }, { label: 'm', unit: 'A m\u00b2', scale: 1 }],
}

export class Measured {
  #host
  #view
  #session
  #notify
  #items = []

  constructor(host, view, session, notify) {
    this.#host = host
    this.#view = view
    this.#session = session
    this.#notify = notify
    this.#draw()
  }

  async add(file) {
    const table = await chooseTable(this.#session, file, ['scan-r', 'scan-z', 'decay', 'warming', 'loop'], this.#notify)
    if (!table) return
    const { line, } = this.#view.section
    const stages = this.#view.shown.summary.stages
    const { protocol } = this.#view.state.tree
    const warming = protocol.findLastIndex((stage) => stage.temperature)
    const stage = table.kind === 'loop' ? 1 : table.kind === 'warming' && warming >= 0 ? warming : this.#view.axis.stage(this.#view.shown.time)
    const along = table.kind === 'scan-z' ? 'z' : 'r'
    const at = table.kind.startsWith('scan') ? (line.along === along ? line.at : along === 'r' ? line.at : 0) : 0
    this.#items.push({ table, stage: Math.min(stage, stages.length - 1), at, probe: Object.keys(stages[0].probes)[0], key: null, residuals: null, fit: null })
    this.#draw()
    this.compare()
  }

  /** Points of scans along a line, in the units of the chart. */
  points(along, at) {
    return this.#items.filter(({ table, at: own }) => table.kind === `scan-${along}` && Math.abs(own - at) < 5e-5)
      .map(({ table }) => ({ name: table.name, x: Float64Array.from(table.x, along === 'r' ? Math.abs : Number), y: Float64Array.from(table.y), error: table.sigma, points: true, colour: 'series-1' }))
  }

  histories(quantity) {
    if (quantity !== 'probes') return []
    const ends = this.#view.axis.ends
    return this.#items.filter(({ table }) => table.kind === 'decay').map(({ table, stage }) => ({ name: table.name, x: Float64Array.from(table.x, (t) => t + (ends[stage - 1] ?? 0)), y: Float64Array.from(table.y), error: table.sigma, points: true, colour: 'series-4' }))
  }

  /** Differences of what is shown from what was measured: of curves by the code that fits them. */
  async compare() {
    const { shown } = this.#view
    if (!shown || shown.isPreview || shown.run === null) return
    for (const item of this.#items) {
      const { table, stage, at } = item
      item.problem = ''
      try {
        if (table.kind.startsWith('scan')) {
          const points = table.x.map((x) => (table.kind === 'scan-r' ? [Math.abs(x), at] : [at, x]))
          const field = numbersOf((await this.#session.call('run/field', { run: shown.run, stage, points })).field)
          item.residuals = table.y.map((y, k) => field[2 * k + 1] - y)
        } else {
          const { simulated } = await this.#session.call('data/compare', { ...this.#view.parameters, ...this.#request(item, `{key: scale, start: 1, lower: 0.01, upper: 100}`) })
          item.residuals = table.y.map((y, k) => (simulated[0][k] ?? NaN) - y)
        }
      } catch (error) {
        item.residuals = null
        if (!error.isCancelled) item.problem = error.message
      }
    }
    if (this.#view.shown === shown) this.#draw()
  }

  /** A fit of one key to one table, and the table with it. */
  #request({ table, stage, at, probe }, parameter) {
    const place = table.kind === 'scan-r' ? `z: ${at * 1000} mm, ` : table.kind === 'scan-z' ? `r: ${at * 1000} mm, ` : table.kind === 'loop' ? '' : `probe: ${probe}, `
    const kind = table.kind.startsWith('scan') ? 'scan' : table.kind
    return {
      fit: `case: shown\nparameters: [${parameter}]\ndata:\n  - ${kind}: {file: measured.csv, ${place}stage: ${stage}}\n`,
      files: { ...this.#view.state.files, 'measured.csv': table.text },
    }
  }

  /** What the shown run has of the curve that was measured. */
  #computed({ table, stage, probe }) {
    const { shown, axis } = this.#view
    if (table.kind.startsWith('scan')) return null
    const { history } = shown
    const start = axis.ends[stage - 1] ?? 0
    const end = table.kind === 'loop' ? Infinity : axis.ends[stage]
    const rows = Array.from(history['time[s]'].keys()).filter((k) => history['time[s]'][k] >= start && history['time[s]'][k] <= end)
    const column = (name, change = (value) => value) => Float64Array.from(rows, (k) => change(history[name]?.[k] ?? NaN))
    if (table.kind === 'loop') return { x: column('applied_field[T]'), y: column('moment[A m^2]'), error: column('moment_error[A m^2]') }
    const x = table.kind === 'warming' ? column('temperature[K]') : column('time[s]', (time) => time - start)
    return { x, y: column(`${probe}_Bz[T]`), error: column(`${probe}_error[T]`) }
  }

  #draw() {
    if (this.#items.length === 0) {
      this.#host.innerHTML = '<p class="dim">A Hall scan, a decay, a warming curve or a loop, with units in its header: it is laid over the curves, and keys are fitted to it.</p>'
      return
    }
    this.#host.replaceChildren(...this.#items.map((item, index) => this.#item(item, index)))
    for (const [index, item] of this.#items.entries()) this.#drawCurves(item, this.#host.children[index])
  }

  /** What was measured over what is computed, and below it how far they are apart. */
  #drawCurves(item, box) {
    const { table, residuals } = item
    const [x, y] = axes[table.kind]
    const computed = this.#computed(item)
    const points = { x: Float64Array.from(table.x), y: Float64Array.from(table.y), error: table.sigma.map((sigma) => sigma ?? 0) }
    if (computed) new Chart(box.querySelector('.curves'), { name: table.kind, title: `${table.name} and what is computed`, x: { ...x }, y: { ...y }, legend: true })
      .set({ series: [{ name: 'computed', ...computed, colour: seriesClass(0) }, { name: 'measured', ...points, points: true, colour: seriesClass(1) }] })
    if (residuals) new Chart(box.querySelector('.differences'), { name: `${table.kind}-differences`, title: `Computed less measured, ${table.name}`, x: { ...x }, y: { ...y, label: 'computed \u2212 measured' }, fromZero: true })
      .set({ series: [{ name: '', ...points, y: Float64Array.from(residuals), points: true, colour: seriesClass(1) }] })
  }

  #item(item, index) {
    const { table, residuals, fit } = item
    const box = document.createElement('div')
    box.className = 'measured-item'
    const finite = (residuals ?? []).filter(Number.isFinite)
    const rms = Math.sqrt(finite.reduce((sum, value) => sum + value * value, 0) / Math.max(1, finite.length))
    const unit = table.kind === 'loop' ? 'A m\u00b2' : 'T'
    const isScan = table.kind.startsWith('scan')
    box.innerHTML = `<div class="head"><strong>${escape(table.name)}</strong><span class="spacer"></span><button class="plain" data-do="remove" aria-label="Remove ${escape(table.name)}">remove</button></div>
      <p class="dim">${escape(table.reading)}</p>
      <p class="residuals">${finite.length > 0 ? `differences: ${significant(rms, 3)} ${unit} root mean square, ${significant(Math.max(...finite.map(Math.abs)), 3)} ${unit} at most` : ''}</p>
      ${item.problem ? `<p class="problems">${escape(item.problem)}</p>` : ''}
      ${isScan ? '' : '<div class="curves"></div>'}${residuals ? '<div class="differences"></div>' : ''}
      <div class="actions">
        ${isScan ? `<label class="field"><span>${table.kind === 'scan-r' ? 'z' : 'r'} (mm)</span><input data-is="at" value="${millimetres(item.at).replace('\u2212', '-')}" size="6"></label>` : ''}
        <label class="field"><span>stage</span><select data-is="stage">${this.#view.shown.summary.stages.map((stage, k) => `<option value="${k}"${k === item.stage ? ' selected' : ''}>${k + 1} ${escape(stage.stage)}</option>`).join('')}</select></label>
        ${isScan || table.kind === 'loop' ? '' : `<label class="field"><span>probe</span><select data-is="probe">${Object.keys(this.#view.shown.summary.stages[0].probes).map((name) => `<option${name === item.probe ? ' selected' : ''}>${escape(name)}</option>`).join('')}</select></label>`}
        <label class="field"><span>key to fit</span><select data-is="key">${['scale', ...this.#view.form.numbers.filter(({ key, isInteger }) => /^materials\./.test(key) && !isInteger && !/validity/.test(key)).map(({ key }) => key)].map((key) => `<option${key === item.key ? ' selected' : ''}>${escape(key)}</option>`).join('')}</select></label>
        <button data-do="fit">Fit this</button>
      </div>
      ${fit ? `<p>${fit.parameters.map((p) => { const t = withError(p.value, p.standard_error ?? p.numerical_error); return `${escape(p.key)} = <strong>${t.value}</strong> ${t.error} ${escape(p.unit)}` }).join('<br>')}</p>${fit.warnings.map((text) => `<p class="dim">${escape(text)}</p>`).join('')}<div class="actions"><button class="primary" data-do="take">Take the fitted values</button></div>` : ''}`
    box.onchange = (event) => {
      const name = event.target.dataset.is
      if (name === 'at') item.at = Number(event.target.value) / 1000 || 0
      if (name === 'stage') item.stage = Number(event.target.value)
      if (name === 'probe' || name === 'key') item[name] = event.target.value
      if (name !== 'key') { this.compare(); if (name === 'at') this.#view.section.setLine({ along: table.kind.slice(5), at: item.at }) }
    }
    box.onclick = (event) => {
      const what = event.target.dataset.do
      if (what === 'remove') { this.#items.splice(index, 1); this.#draw(); this.#view.refresh() }
      if (what === 'fit') this.#fit(item, event.target)
      if (what === 'take') this.#view.change((tree) => { for (const name of Object.keys(tree)) delete tree[name]; Object.assign(tree, JSON.parse(item.fitted)) })
    }
    return box
  }

  async #fit(item, button) {
    button.disabled = true
    button.textContent = 'Fitting'
    const key = item.key ?? 'scale'
    const bounds = key === 'scale' ? '{key: scale, start: 1, lower: 0.01, upper: 100}' : `{key: ${key}}`
    try {
      const result = await this.#session.call('fit', { ...this.#view.parameters, ...this.#request(item, bounds) })
      item.fit = result.fit
      item.fitted = result.caseJSON
    } catch (error) { if (!error.isCancelled) this.#notify(error.message, true) }
    this.#draw()
  }
}
