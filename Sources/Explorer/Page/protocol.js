// The protocol as a strip of stages: applied field and temperature over each, with grips that change targets, rates and durations, and
// the time that is looked at.

import { duration, escape, significant } from './numbers.js'

/** Stages of equal width, those without a duration narrow: hours of a ramp stand beside days of a hold. */
export class TimeAxis {
  constructor(ends) {
    this.ends = ends
    const weights = ends.map((end, k) => (end > (ends[k - 1] ?? 0) ? 1 : 0.12))
    const sum = weights.reduce((a, b) => a + b, 0)
    let at = 0
    this.shares = weights.map((weight) => (at += weight / sum))
  }
  share(time) {
    const k = this.ends.findIndex((end, i) => time <= end && end > (this.ends[i - 1] ?? 0))
    if (k < 0) return 1
    const [start, left] = [this.ends[k - 1] ?? 0, this.shares[k - 1] ?? 0]
    return left + ((time - start) / (this.ends[k] - start)) * (this.shares[k] - left)
  }
  time(share) {
    const k = Math.max(0, this.shares.findIndex((right) => share <= right + 1e-9))
    const [start, left] = [this.ends[k - 1] ?? 0, this.shares[k - 1] ?? 0]
    // To the end of a stage itself, where the program knows more.
    if (Math.abs(share - this.shares[k]) < 0.004) return this.ends[k]
    return start + ((share - left) / (this.shares[k] - left)) * (this.ends[k] - start)
  }
  /** The same as a stage and the share of it that is over. */
  place(share) {
    const k = Math.max(0, this.shares.findIndex((right) => share <= right + 1e-9))
    const left = this.shares[k - 1] ?? 0
    return { stage: k, share: Math.abs(share - this.shares[k]) < 0.004 ? 1 : (share - left) / (this.shares[k] - left) }
  }
  /** The stage whose end is next. */
  stage(time) {
    const k = this.ends.findIndex((end) => time <= end)
    let stage = k < 0 ? this.ends.length - 1 : k
    while (this.ends[stage + 1] === this.ends[stage]) stage++
    return stage
  }
}

export class Protocol {
  #host
  #tell
  #data = null
  #dragging = null
  #size = { width: 0, height: 0 }

  /** @param tell `begin()`, `edit(changes, isDone)`, `time(share)`. */
  constructor(host, tell) {
    this.#host = host
    this.#tell = tell
    new ResizeObserver(([{ contentRect }]) => { this.#size = contentRect; this.draw() }).observe(host)
    host.addEventListener('pointerdown', (event) => this.#grab(event))
    host.addEventListener('pointermove', (event) => this.#move(event))
    for (const name of ['pointerup', 'pointercancel']) host.addEventListener(name, () => this.#release())
    host.addEventListener('keydown', (event) => this.#key(event))
  }

  /** @param data {axis, stages: names, history: {time, fields: [{name, source, values, currents}], temperature}, value(key), time, tree} */
  set(data) { this.#data = data; this.draw() }

  setTime(time) {
    if (!this.#data) return
    this.#data.time = time
    const x = this.#x(this.#data.axis.share(time))
    const line = this.#host.querySelector('.now')
    line?.setAttribute('x1', x)
    line?.setAttribute('x2', x)
  }

  #x(share) { return 34 + share * (this.#size.width - 44) }
  #share(x) { return Math.min(1, Math.max(0, (x - 34) / (this.#size.width - 44))) }

  draw() {
    const data = this.#data
    const { width, height } = this.#size
    if (!data || width < 60) return
    const { axis, stages, history, tree } = data
    const [top, bottom] = [18, height - 18]
    const grips = this.#grips()
    const extremes = [0, ...history.fields.flatMap(({ values }) => Array.from(values)), ...grips.map(({ field }) => field).filter(Number.isFinite)]
    if (!this.#dragging) {
      let [low, high] = [Math.min(...extremes), Math.max(...extremes)]
      if (high === low) high = low + 1
      this.range = { low: low - 0.04 * (high - low), high: high + 0.12 * (high - low) }
    }
    const { low, high } = this.range
    const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - top)
    this.perTesla = (bottom - top) / (high - low)
    const warmest = Math.max(...history.temperature, 1) * 1.15
    const yT = (value) => bottom - (value / warmest) * (bottom - top)
    const line = (values, place) => Array.from(values, (value, i) => `${i ? 'L' : 'M'}${this.#x(axis.share(history.time[i])).toFixed(1)} ${place(value).toFixed(1)}`).join('')
    const parts = []
    for (const [k, name] of stages.entries()) {
      const [left, right] = [this.#x(axis.shares[k - 1] ?? 0), this.#x(axis.shares[k])]
      const length = axis.ends[k] - (axis.ends[k - 1] ?? 0)
      parts.push(`<rect class="stage" x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/>`)
      if (right - left > 30) parts.push(`<text class="strong" x="${(left + right) / 2}" y="${height - 5}" text-anchor="middle">${escape(right - left > 90 && length > 0 ? `${name} ${duration(length)}` : name)}</text>`)
    }
    parts.push(`<path class="temperature" d="${line(history.temperature, yT)}"/>${history.fields.map(({ values }) => `<path class="applied" d="${line(values, y)}"/>`).join('')}`)
    parts.push(`<text x="0" y="${y(high - 0.12 * (high - low) / 1.16) + 4}">${significant(high - (0.12 * (high - low)) / 1.16, 2)} T</text><text x="0" y="${y(0) + 4}">0 T</text>`)
    parts.push(`<text x="34" y="12">${escape(history.fields.map(({ name }) => name).join(', '))}</text><text x="${width - 10}" y="12" text-anchor="end">T ${significant(Math.max(...history.temperature), 3)} K at most</text>`)
    const now = this.#x(axis.share(data.time))
    parts.push(`<line class="now" x1="${now}" x2="${now}" y1="${top - 4}" y2="${bottom}"/>`)
    const focused = this.#host.contains(document.activeElement) ? document.activeElement.dataset?.grip : null
    for (const { key, stage, kind, field, current, value } of grips) {
      const left = axis.shares[stage - 1] ?? 0
      const x = this.#x(kind === 'cool' ? left + 0.5 * (axis.shares[stage] - left) : axis.shares[stage])
      const values = history.fields[0].values
      const at = field ?? values[Math.max(0, Array.from(history.time).findLastIndex((time) => time <= axis.ends[stage]))] ?? 0
      parts.push(grip(key, x, y(at), `stage ${stage + 1}, ${kind}: ${field === undefined ? 'duration' : current === undefined ? 'field' : 'current'}`, field === undefined ? duration(value) : current === undefined ? `${significant(field, 4)} T` : `${significant(current, 4)} A`))
    }
    this.#host.innerHTML = `<svg viewBox="0 0 ${width} ${height}">${parts.join('')}</svg>`
    if (focused) this.#host.querySelector(`[data-grip="${CSS.escape(focused)}"]`)?.focus()
  }

  /** Fields that stages go to, of a coil as well, and durations of the others. */
  #grips() {
    const { tree, axis, value } = this.#data
    const found = []
    for (const [stage, entry] of tree.protocol.entries()) {
      if (stage >= axis.shares.length) break
      const kind = Object.keys(entry)[0]
      const part = entry[kind]
      const key = `protocol[${stage}].${kind}`
      const fields = typeof part?.field === 'object' ? Object.keys(part.field).map((name) => `${key}.field.${name}`) : part?.field !== undefined ? [`${key}.field`] : []
      for (const own of fields) {
        const perAmpere = this.#perAmpere(own)
        if (Number.isFinite(value(own))) found.push({ key: own, stage, kind, field: value(own) * (perAmpere ?? 1), current: perAmpere && value(own) })
      }
      if (fields.length === 0 && Number.isFinite(value(`${key}.duration`))) found.push({ key: `${key}.duration`, stage, kind, value: value(`${key}.duration`) })
    }
    return found
  }

  /** What an ampere makes [T] where a key is the current of a coil; undefined where it is a field. */
  #perAmpere(key) {
    const [, stage, , name] = key.match(/^protocol\[(\d+)\]\.(\w+)\.field(?:\.(.+))?$/) ?? []
    const own = name ?? Object.values(this.#data.tree.protocol[stage] ?? {})[0]?.source
    const coil = this.#data.history.fields.find(({ source, currents }) => source && source === own && currents)
    if (!coil) return undefined
    const largest = coil.currents.reduce((best, current, i) => (Math.abs(current) > Math.abs(coil.currents[best]) ? i : best), 0)
    return coil.currents[largest] ? coil.values[largest] / coil.currents[largest] : 1
  }

  #grab(event) {
    if (!this.#data) return
    const grip = event.target.closest('[data-grip]')
    const box = this.#host.getBoundingClientRect()
    event.preventDefault()
    this.#host.setPointerCapture(event.pointerId)
    if (!grip) {
      this.#dragging = { isTime: true }
      this.#tell.time(this.#share(event.clientX - box.left))
      return
    }
    this.#tell.begin()
    const key = grip.dataset.grip
    this.#dragging = { key, x: event.clientX, y: event.clientY, value: this.#data.value(key) }
    grip.focus()
  }

  #move(event) {
    const dragging = this.#dragging
    if (!dragging) return
    if (dragging.isTime) {
      this.#tell.time(this.#share(event.clientX - this.#host.getBoundingClientRect().left))
      return
    }
    const [dx, dy] = [event.clientX - dragging.x, event.clientY - dragging.y]
    if (isField(dragging.key)) {
      // Up and down the field, to the right a longer ramp: what the hand does first counts.
      if (!dragging.way && Math.max(Math.abs(dx), Math.abs(dy)) < 5) return
      const rateKey = dragging.key.replace(/field(\..*)?$/, 'rate')
      dragging.rate ??= this.#data.value(rateKey)
      dragging.way ??= Math.abs(dx) > Math.abs(dy) && dragging.rate > 0 ? 'rate' : 'field'
      if (dragging.way === 'rate') {
        const rate = dragging.rate * 10 ** (-dx / 160)
        this.#tell.edit({ [rateKey]: this.#perAmpere(dragging.key) === undefined ? `${Number((rate * 3600).toPrecision(3))} T/h` : `${Number(rate.toPrecision(3))} A/s` }, false)
        return
      }
    }
    if (isField(dragging.key)) this.#change(dragging.key, dragging.value - dy / this.perTesla / (this.#perAmpere(dragging.key) ?? 1))
    else this.#change(dragging.key, dragging.value * 10 ** (dx / 120))
  }

  #release() {
    if (!this.#dragging) return
    const { isTime } = this.#dragging
    this.#dragging = null
    if (!isTime) this.#tell.edit({}, true)
  }

  #key(event) {
    const key = event.target.dataset?.grip
    const direction = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key]
    if (!key || !direction) return
    event.preventDefault()
    this.#tell.begin()
    const value = this.#data.value(key)
    this.#change(key, isField(key) ? value + (direction * (event.shiftKey ? 0.5 : 0.05)) / (this.#perAmpere(key) ?? 1) : value * 10 ** (direction * (event.shiftKey ? 0.3 : 0.05)))
    this.#tell.edit({}, true)
  }

  #change(key, value) {
    if (isField(key) && this.#perAmpere(key) !== undefined) this.#tell.edit({ [key]: `${Number(value.toPrecision(4))} A` }, false)
    else if (isField(key)) this.#tell.edit({ [key]: `${Number((Math.round(value * 50) / 50).toFixed(2))} T` }, false)
    else {
      const [unit, size] = value < 120 ? ['s', 1] : value < 7200 ? ['min', 60] : value < 172800 ? ['h', 3600] : ['d', 86400]
      this.#tell.edit({ [key]: `${Number((value / size).toPrecision(3))} ${unit}` }, false)
    }
  }
}

function isField(key) { return /\.field(\.|$)/.test(key) }

function grip(key, x, y, text, value) {
  return `<g class="grip" data-grip="${key}" tabindex="0" role="slider" aria-label="${escape(text)}" aria-valuenow="${parseFloat(value.replace('\u2212', '-')) || 0}" aria-valuetext="${escape(value)}"><circle class="hit" cx="${x}" cy="${y}" r="12"/><circle class="seen" cx="${x}" cy="${y}" r="5"/></g>`
}
