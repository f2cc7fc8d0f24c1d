// The design: samples, what to try next and why, and what the model says. Every change goes into the design's file.

import { Chart, seriesClass } from './chart.js'
import { escape, plain, significant, unitText } from './numbers.js'
import { colours, gradient } from './colours.js'
import { askColumns } from './columns.js'

export class FurnaceView {
  #host
  #session
  #notify
  #shown = null
  #charts = []

  constructor(host, session, notify) {
    this.#host = host
    this.#session = session
    this.#notify = notify
    // Another window or the command line may have added something.
    document.addEventListener('visibilitychange', () => { if (!document.hidden && this.#shown) this.open() })
    setInterval(() => { if (this.#shown && !document.hidden && !host.hidden && !host.contains(document.activeElement)) this.#refresh() }, 5000)
  }

  async open() { await this.#do('design/show', {}) }

  async #refresh() {
    try {
      const shown = await this.#session.call('design/show')
      if (JSON.stringify(shown) !== JSON.stringify(this.#shown)) this.#show(shown)
    } catch { /* told by the connection */ }
  }

  async #do(method, parameters, done) {
    try {
      this.#show(await this.#session.call(method, parameters))
      if (done) this.#notify(done)
      return true
    } catch (error) {
      if (!error.isCancelled) this.#notify(error.message, true)
      return false
    }
  }

  #show(shown) {
    this.#shown = shown
    const { definition, design, expected } = shown
    const head = (one) => escape(one.unit ? `${one.name.replace(/_/g, ' ')} (${unitText(one.unit)})` : one.name)
    const columns = [...definition.parameters, ...definition.outcomes]
    const cell = (sample, one) => {
      const value = sample.parameters[one.name] ?? sample.outcomes?.[one.name]
      const sigma = sample.sigmas?.[one.name]
      return value === undefined ? '' : `${typeof value === 'string' ? escape(value) : significant(value, 4)}${sigma ? ` <span class="error">\u00b1\u2009${significant(sigma, 2)}</span>` : ''}`
    }
    const isBest = (sample) => design.best.includes(sample.sample)
    const goal = definition.outcomes.map((one) => [one.goal && `${one.goal} ${one.name.replace(/_/g, ' ')}`, one.atLeast !== undefined && one.atLeast !== null && `${one.name} at least ${one.atLeast} ${one.unit}`, one.atMost !== undefined && one.atMost !== null && `${one.name} at most ${one.atMost} ${one.unit}`].filter(Boolean)).flat()
    this.#host.innerHTML = `
      <section class="panel" aria-labelledby="samples-title"><div class="head"><h2 id="samples-title">Samples</h2><span class="dim">${escape(design.name)}: ${escape(goal.join(', '))}</span><span class="spacer"></span><label class="file">Import CSV<input type="file" id="samples-csv" accept=".csv,.txt,text/*"></label></div>
        <div class="scroll" tabindex="0" role="region" aria-label="Samples"><table><thead><tr><th scope="col">no.</th>${columns.map((one) => `<th scope="col">${head(one)}</th>`).join('')}<th scope="col"><span class="sr">Actions</span></th></tr></thead><tbody>
        ${design.samples.map((sample) => `<tr class="${sample.dropped ? 'dropped' : isBest(sample) ? 'best' : ''}"><td>${sample.sample}${isBest(sample) ? ' \u2605' : ''}</td>${columns.map((one) => `<td>${cell(sample, one)}</td>`).join('')}<td>${sample.note ? `<span class="dim" title="${escape(sample.note)}">note</span> ` : ''}${sample.dropped ? '' : `<button class="plain" data-drop-sample="${sample.sample}" aria-label="Drop sample ${sample.sample}">drop</button>`}</td></tr>`).join('')}
        </tbody></table></div>
        <h3>Add a sample</h3><form id="sample-form"><div class="fields">${[...definition.parameters.map((one) => this.#field(one, `${significant(one.lower, 4)} to ${significant(one.upper, 4)}`)), ...definition.outcomes.map((one) => this.#field(one, ''))].join('')}<label class="field"><span>note, or why it failed</span><input name="note:"></label></div><div class="actions"><button class="primary" type="submit">Add</button><label class="check"><input type="checkbox" name="failed:">it failed</label></div></form>
      </section>
      <div class="stack"><section class="panel" aria-labelledby="next-title"><div class="head"><h2 id="next-title">Next experiments</h2><span class="spacer"></span><label class="check">how many <input id="suggest-count" type="number" min="1" max="20" value="4" style="width:56px"></label><button class="primary" id="suggest">Suggest</button></div>
        ${design.pending.length === 0 ? '<p class="dim">None is pending.</p>' : `<div class="scroll" tabindex="0" role="region" aria-label="Pending experiments"><table><thead><tr><th scope="col">no.</th>${definition.parameters.map((one) => `<th scope="col">${head(one)}</th>`).join('')}${definition.outcomes.map((one) => `<th scope="col">expected ${head(one)}</th>`).join('')}<th scope="col"><span class="sr">Actions</span></th></tr></thead><tbody>
        ${design.pending.map((experiment, k) => `<tr><td>${experiment.experiment}</td>${definition.parameters.map((one) => `<td>${cell(experiment, one)}</td>`).join('')}${definition.outcomes.map((_, o) => { const e = expected[o]?.[k]; return `<td>${e ? `${significant(e[0], 3)} <span class="error">\u00b1\u2009${significant(e[1], 2)}</span>` : ''}</td>` }).join('')}<td><button class="plain" data-answer="${experiment.experiment}">answer</button> <button class="plain" data-drop="${experiment.experiment}" aria-label="Drop experiment ${experiment.experiment}">drop</button></td></tr>`).join('')}
        </tbody></table></div>`}
        <p class="dim">${this.#why()}</p>
        <h3>Convergence</h3><div id="convergence" class="chart" style="height:180px"></div>
        ${definition.outcomes.filter((one) => one.goal).length > 1 ? '<h3>Two objectives</h3><div id="front" class="chart" style="height:220px"></div>' : ''}
      </section>
      <section class="panel" aria-labelledby="parameters-title"><div class="head"><h2 id="parameters-title">Parameters</h2><span class="dim">bounds and steps; samples stay what they are</span></div>
        <form id="parameters-form"><div class="scroll" tabindex="0" role="region" aria-label="Parameters"><table><thead><tr><th scope="col">parameter</th><th scope="col">from</th><th scope="col">to</th><th scope="col">step</th></tr></thead><tbody>
        ${definition.parameters.map((one) => `<tr><td>${head(one)}</td>${one.choices ? `<td colspan="3">${escape(one.choices.join(', '))}</td>` : [['from', one.lower], ['to', one.upper], ['step', one.step]].map(([text, value]) => `<td><input name="${escape(one.name)}" data-is="${text}" aria-label="${escape(`${one.name}, ${text}`)}" value="${plain(value)}" size="7" autocomplete="off"></td>`).join('')}</tr>`).join('')}
        </tbody></table></div>${definition.constraints.length > 0 ? `<p class="dim">Constraints: ${escape(definition.constraints.join('; '))}</p>` : ''}<p class="problems" role="alert"></p><div class="actions"><button type="submit">Set</button></div></form>
      </section></div>
      <section class="panel wide" aria-labelledby="model-title"><div class="head"><h2 id="model-title">What the model says</h2><span class="dim">lines: through the best place, with two standard deviations; dashed: mean over the samples</span></div><div class="slices" id="slices"></div></section>`
    this.#wire()
    this.#converge()
    this.#slice()
  }

  #field({ name, unit, choices }, hint) {
    const label = `<span>${escape(name.replace(/_/g, ' '))}${unit ? ` (${escape(unitText(unit))})` : ''}</span>`
    return choices ? `<label class="field">${label}<select name="${escape(name)}">${choices.map((word) => `<option>${escape(word)}</option>`).join('')}</select></label>`
      : `<label class="field">${label}<input name="${escape(name)}" placeholder="${escape(hint)}" autocomplete="off"></label>`
  }

  #why() {
    const { design, definition } = this.#shown
    if (design.models.length === 0) return 'There are too few samples for a model yet: suggestions fill the space evenly.'
    return design.models.map((model) => {
      const scales = Object.entries(model.length_scales).sort((a, b) => a[1] - b[1])
      const quality = model.predicted_share === undefined || model.predicted_share === null ? '' : `; each sample from the others: ${significant(100 * model.predicted_share, 3)} % of the variance`
      return `${escape(model.outcome)}: ${escape(scales[0][0].replace(/_/g, ' '))} matters most${quality}. Chosen by ${escape(definition.acquisition)}.`
    }).join(' ')
  }

  #wire() {
    const form = this.#host.querySelector('#sample-form')
    let answering = null
    form.onsubmit = async (event) => {
      event.preventDefault()
      const data = new FormData(form)
      const note = data.get('note:')
      const values = Object.fromEntries([...data].filter(([name, value]) => !name.includes(':') && String(value).trim() !== ''))
      await this.#do('design/add', { values, ...(answering ? { experiment: answering } : {}), ...(data.get('failed:') ? { failed: note || 'failed' } : note ? { note } : {}) }, 'The sample is in the design file.')
    }
    this.#host.querySelector('#suggest').onclick = () => this.#do('design/suggest', { count: Number(this.#host.querySelector('#suggest-count').value) })
    this.#host.querySelector('#samples-csv').onchange = (event) => { if (event.target.files[0]) this.#import(event.target.files[0]); event.target.value = '' }
    this.#host.querySelector('#parameters-form').onsubmit = (event) => { event.preventDefault(); this.#setBounds(event.target) }
    for (const button of this.#host.querySelectorAll('[data-drop]')) button.onclick = () => this.#do('design/drop', { experiments: [Number(button.dataset.drop)] })
    for (const button of this.#host.querySelectorAll('[data-drop-sample]')) button.onclick = () => this.#do('design/drop', { samples: [Number(button.dataset.dropSample)] })
    for (const button of this.#host.querySelectorAll('[data-answer]')) button.onclick = () => {
      answering = Number(button.dataset.answer)
      const experiment = this.#shown.design.pending.find((one) => one.experiment === answering)
      for (const [name, value] of Object.entries(experiment.parameters)) form.elements[name].value = value
      form.elements[this.#shown.definition.outcomes[0].name].focus()
    }
  }

  /** Bounds and steps that were changed. */
  async #setBounds(form) {
    const parameters = {}
    for (const one of this.#shown.definition.parameters.filter(({ choices }) => !choices)) {
      const [from, to, step] = ['from', 'to', 'step'].map((text) => form.querySelector(`[name="${CSS.escape(one.name)}"][data-is="${text}"]`).value.trim())
      if (from !== plain(one.lower) || to !== plain(one.upper) || step !== plain(one.step)) parameters[one.name] = { from, to, step }
    }
    if (Object.keys(parameters).length === 0) return
    try {
      this.#show(await this.#session.call('design/change', { parameters }))
      this.#notify('The bounds are in the design file.')
    } catch (error) { if (!error.isCancelled) form.querySelector('.problems').textContent = error.message }
  }

  /** Samples of a table, of which the user says what each column is. */
  async #import(file) {
    const text = await file.text()
    const { parameters, outcomes } = this.#shown.definition
    const any = (name, unit, isOptional) => ({ name, units: unit ? [unit] : [], isAnyUnit: Boolean(unit), isOptional })
    const wanted = [...parameters.map((one) => any(one.name, one.unit, false)), ...outcomes.map((one) => any(one.name, one.unit, false)), ...outcomes.map((one) => any(`${one.name}_sigma`, one.unit, true)), any('note', '', true), any('failed', '', true), any('experiment', '', true)]
    try {
      const layout = await this.#session.call('table/columns', { name: file.name, text })
      let shown = null
      const isRead = await askColumns(file.name, layout, [{ value: 'samples', text: 'samples', wanted }], '', async (_, columns) => { shown = await this.#session.call('design/add', { csv: text, columns }) })
      if (!isRead) return
      const count = shown.design.samples.length - this.#shown.design.samples.length
      this.#show(shown)
      this.#notify(`${count} sample${count === 1 ? ' is' : 's are'} in the design file.`)
    } catch (error) { if (!error.isCancelled) this.#notify(error.message, true) }
  }

  /** An axis with a power of ten where numbers are long. */
  #axis(outcome, values) {
    const scale = 10 ** (3 * Math.floor(Math.log10(Math.max(...values.map(Math.abs), 1e-300)) / 3))
    const isLong = scale > 1e3 || scale < 1e-3
    return { label: outcome.name.replace(/_/g, ' '), unit: unitText(isLong ? `${significant(scale, 1)} ${outcome.unit}` : outcome.unit), scale: isLong ? scale : 1 }
  }

  #converge() {
    const { design, definition } = this.#shown
    const [objective] = definition.outcomes.filter((one) => one.goal)
    const samples = design.samples.filter((sample) => !sample.dropped && sample.outcomes[objective.name] !== undefined)
    const values = samples.map((sample) => sample.outcomes[objective.name])
    let best = NaN
    const course = values.map((value) => (best = Number.isNaN(best) ? value : objective.goal === 'minimise' ? Math.min(best, value) : Math.max(best, value)))
    const chart = new Chart(this.#host.querySelector('#convergence'), { name: 'convergence', title: 'Best sample so far', x: { label: 'sample', unit: '', scale: 1, isCount: true }, y: this.#axis(objective, values), legend: true, empty: 'No sample yet.' })
    const x = Float64Array.from(samples, (_, k) => k + 1)
    chart.set({ series: [{ name: 'best so far', x, y: course, colour: seriesClass(0) }, { name: 'samples', x, y: values, points: true, colour: seriesClass(1) }] })
    const host = this.#host.querySelector('#front')
    if (!host) return
    const [first, second] = definition.outcomes.filter((one) => one.goal)
    const both = samples.filter((sample) => sample.outcomes[second.name] !== undefined)
    const front = both.filter((sample) => design.best.includes(sample.sample)).sort((a, b) => a.outcomes[first.name] - b.outcomes[first.name])
    const place = (list) => ({ x: list.map((sample) => sample.outcomes[first.name]), y: list.map((sample) => sample.outcomes[second.name]) })
    new Chart(host, { name: 'front', title: 'Two objectives', x: this.#axis(first, place(both).x), y: this.#axis(second, place(both).y), legend: true }).set({ series: [{ name: 'front', ...place(front), colour: seriesClass(0) }, { name: 'samples', ...place(both), points: true, colour: seriesClass(1) }] })
  }

  async #slice() {
    const host = this.#host.querySelector('#slices')
    let slices
    try { slices = await this.#session.call('design/slices') } catch (error) { host.textContent = error.isCancelled ? '' : error.message; return }
    if (!host.isConnected) return
    if (slices.curves.length === 0) { host.innerHTML = '<p class="dim">Three samples make a model.</p>'; return }
    const { definition } = this.#shown
    for (const [o, outcome] of definition.outcomes.entries()) {
      const y = this.#axis(outcome, slices.curves.flatMap((curve) => curve.mean[o]))
      for (const [k, curve] of slices.curves.entries()) {
        const parameter = definition.parameters[k]
        const box = document.createElement('div')
        host.append(box)
        new Chart(box, { name: `slice-${parameter.name}`, title: `${outcome.name} over ${parameter.name}`, x: { label: parameter.name.replace(/_/g, ' '), unit: unitText(parameter.unit), scale: 1 }, y: { ...y } }).set({
          series: [{ name: 'effect', x: curve.x, y: curve.effect[o], ghost: true, colour: seriesClass(1) }, { name: 'slice', x: curve.x, y: curve.mean[o], error: curve.deviation[o].map((d) => 2 * d), colour: seriesClass(0) }],
          mark: slices.place[k],
        })
      }
      if (slices.plane) host.append(this.#plane(slices.plane, slices.plane.mean[o], y))
    }
  }

  /** The model's mean over two parameters. */
  #plane({ first, second, x, y }, mean, axis) {
    const box = document.createElement('figure')
    box.className = 'plane-figure'
    box.style.margin = 0
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: x.length, height: y.length })
    canvas.style.cssText = 'width:100%;height:150px;border-radius:4px;display:block'
    canvas.setAttribute('role', 'img')
    canvas.setAttribute('aria-label', `${axis.label} over ${first} and ${second}`)
    const [low, high] = [Math.min(...mean), Math.max(...mean)]
    const table = colours(false)
    const image = new ImageData(x.length, y.length)
    for (let row = 0; row < y.length; row++) for (let column = 0; column < x.length; column++) {
      const index = 3 * Math.round((255 * (mean[row * x.length + column] - low)) / (high - low || 1))
      image.data.set([table[index], table[index + 1], table[index + 2], 255], 4 * ((y.length - 1 - row) * x.length + column))
    }
    canvas.getContext('2d').putImageData(image, 0, 0)
    box.append(canvas)
    const unit = (name) => this.#shown.definition.parameters.find((one) => one.name === name).unit
    box.insertAdjacentHTML('beforeend', `<figcaption class="dim">${escape(axis.label)} ${significant(low / axis.scale, 3)} <span style="display:inline-block;width:60px;height:8px;background:${gradient(false).replace('to top', 'to right')}"></span> ${significant(high / axis.scale, 3)} ${escape(axis.unit)}; right: ${escape(first.replace(/_/g, ' '))} ${significant(x[0], 3)} to ${significant(x.at(-1), 3)} ${escape(unitText(unit(first)))}, up: ${escape(second.replace(/_/g, ' '))} ${significant(y[0], 3)} to ${significant(y.at(-1), 3)} ${escape(unitText(unit(second)))}</figcaption>`)
    return box
  }
}
