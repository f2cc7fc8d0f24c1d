// Curves with axes, in SVG: bands of errors, curves of a baseline behind, points of measurements, a cursor that reads values.

import { escape, significant, ticks } from './numbers.js'

const names = new Map()
let count = 0

/** Evenly spaced hues that keep apart for the colour-blind; set in the style sheet. */
export function seriesClass(index) { return `series-${index % 6}` }

export class Chart {
  #host
  #options
  #data = { series: [] }
  #cursor = null
  #scales = null
  // The axes as they are on the page, and the ranges that they show.
  #drawnFrame = ''
  #ranges = null
  // Kept, because to ask for it after a change makes the browser lay out the page.
  #size = { width: 0, height: 0 }

  /**
   * @param host an element with a size of its own.
   * @param options `name` of files, `title` for screen readers, `x` and `y`: {label, unit, scale}, `onPick(x)` for clicks and keys.
   */
  constructor(host, options) {
    this.#host = host
    this.#options = options
    host.classList.add('chart')
    host.tabIndex = 0
    host.setAttribute('role', 'img')
    host.setAttribute('aria-label', options.title)
    new ResizeObserver(([{ contentRect }]) => { this.#size = contentRect; this.draw() }).observe(host)
    host.addEventListener('pointermove', (event) => this.#point(event))
    host.addEventListener('pointerleave', () => { this.#cursor = null; this.#drawCursor() })
    host.addEventListener('pointerdown', (event) => { if (this.#scales && options.onPick) options.onPick(this.#xAt(event)) })
    host.addEventListener('keydown', (event) => {
      const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (!direction || !this.#scales) return
      event.preventDefault()
      const { low, high } = this.#scales.x
      this.#cursor = Math.min(high, Math.max(low, (this.#cursor ?? (low + high) / 2) + (direction * (high - low)) / 50))
      this.#drawCursor()
      options.onPick?.(this.#cursor)
    })
    names.set(host, count++)
  }

  /**
   * @param data `series`: [{name, x, y, error?, ghost?, points?, colour}], `mark`: x of a line, `xTicks`: [{x, text}] instead of round numbers,
   * `isHeld`: while a hand moves ranges only grow, so that axes need not be drawn anew with each picture.
   */
  set(data) {
    this.#data = data
    this.draw()
  }

  /** Other labels, units or scales. */
  setAxis(x, y = {}) { Object.assign(this.#options.x, x); Object.assign(this.#options.y, y) }

  get series() { return this.#data.series }

  draw() {
    const { width } = this.#size
    if (width < 40 || this.#size.height < 40) return
    const drawn = this.#data.series.filter((series) => series.x?.length > 0)
    const { x: xAxis, y: yAxis } = this.#options
    if (drawn.length === 0) {
      this.#host.innerHTML = `<p class="empty">${escape(this.#options.empty ?? '')}</p>`
      this.#scales = null
      this.#drawnFrame = ''
      return
    }
    const legend = this.#legend(drawn)
    const height = this.#size.height - (legend ? 18 : 0)
    const x = range(drawn.map((series) => series.x), xAxis.scale, drawn.some((series) => series.points) ? 0.02 : 0)
    const y = this.#options.logarithmic ? logRange(drawn, yAxis.scale) : range(drawn.flatMap((series) => [series.y, ...(series.error ? [bound(series, 1), bound(series, -1)] : [])]), yAxis.scale, 0.05, this.#options.fromZero)
    if (this.#data.xRange) [x.low, x.high] = this.#data.xRange.map((value) => value / xAxis.scale)
    if (this.#data.isHeld && this.#ranges) for (const [now, before] of [[x, this.#ranges.x], [y, this.#ranges.y]]) {
      const room = 0.1 * (now.high - now.low)
      now.low = now.low < before.low ? now.low - room : before.low
      now.high = now.high > before.high ? now.high + room : before.high
    }
    this.#ranges = { x, y }
    const yTicks = this.#options.logarithmic ? decades(y) : ticks(y.low, y.high, Math.max(3, Math.round(height / 42)))
    const labels = yTicks.map((value) => (this.#options.logarithmic ? significant(10 ** value, 3) : tickText(value, yTicks)))
    const left = 14 + 6.6 * Math.max(...labels.map((label) => label.replace(/[\u2070-\u2079\u00b2\u00b3\u00b9]/g, '.').length)) + 12
    const box = { left, right: width - 10, top: 22, bottom: height - 34 }
    const px = (value) => box.left + ((value - x.low) / (x.high - x.low)) * (box.right - box.left)
    const py = (value) => box.bottom - ((value - y.low) / (y.high - y.low)) * (box.bottom - box.top)
    const value = this.#options.logarithmic ? (v) => Math.log10(Math.max(v / yAxis.scale, 1e-300)) : (v) => v / yAxis.scale
    this.#scales = { x: { ...x, scale: xAxis.scale }, y, box, px, py, value, drawn }
    const clip = `clip-${names.get(this.#host)}`
    let parts = [`<defs><clipPath id="${clip}"><rect x="${box.left}" y="${box.top - 2}" width="${box.right - box.left}" height="${box.bottom - box.top + 4}"/></clipPath></defs>`]
    for (const [k, tick] of yTicks.entries()) {
      parts.push(`<line class="grid" x1="${box.left}" x2="${box.right}" y1="${py(tick)}" y2="${py(tick)}"/><text class="tick" x="${box.left - 6}" y="${py(tick) + 3.5}" text-anchor="end">${labels[k]}</text>`)
    }
    const xTicks = this.#data.xTicks?.map(({ x: at, text }) => ({ at: at / xAxis.scale, text })) ?? ticks(x.low, x.high, Math.max(2, Math.round(width / 76))).filter((at) => !xAxis.isCount || Number.isInteger(at)).map((at, _, all) => ({ at, text: tickText(at, all) }))
    let end = -Infinity
    for (const { at, text } of xTicks) {
      const place = px(at)
      if (place < box.left - 1 || place > box.right + 1) continue
      parts.push(`<line class="grid" y1="${box.top}" y2="${box.bottom}" x1="${place}" x2="${place}"/>`)
      const half = 3.3 * text.length
      const centre = Math.min(place, width - 2 - half)
      if (centre - half < end + 6) continue
      end = centre + half
      parts.push(`<text class="tick" x="${centre}" y="${box.bottom + 14}" text-anchor="middle">${escape(text)}</text>`)
    }
    if (!this.#options.logarithmic && y.low < 0 && y.high > 0) parts.push(`<line class="zero" x1="${box.left}" x2="${box.right}" y1="${py(0)}" y2="${py(0)}"/>`)
    parts.push(`<text class="axis" x="${box.left}" y="12">${escape(axisText(yAxis))}</text><text class="axis" x="${box.right}" y="${height - 5}" text-anchor="end">${escape(axisText(xAxis))}</text>`)
    const frame = `${legend}${width}x${height}${parts.join('')}`
    const axes = parts
    parts = []
    for (const series of drawn) {
      const points = Array.from(series.x, (at, i) => [px(at / xAxis.scale), py(value(series.y[i]))])
      if (series.error && !series.ghost && !series.points) {
        const upper = Array.from(series.x, (at, i) => [px(at / xAxis.scale), py(value(series.y[i] + series.error[i]))])
        const lower = Array.from(series.x, (at, i) => [px(at / xAxis.scale), py(value(series.y[i] - series.error[i]))]).reverse()
        parts.push(`<path class="band ${series.colour}" d="${path([...upper, ...lower])}Z"/>`)
      }
      if (series.points) {
        for (const [i, [cx, cy]] of points.entries()) {
          const sigma = series.error?.[i]
          if (sigma) parts.push(`<line class="curve ${series.colour}" x1="${cx}" x2="${cx}" y1="${py(value(series.y[i] - sigma))}" y2="${py(value(series.y[i] + sigma))}"/>`)
          parts.push(`<circle class="point ${series.colour}" cx="${cx}" cy="${cy}" r="3"/>`)
        }
      } else parts.push(`<path class="curve ${series.colour}${series.ghost ? ' ghost' : ''}" d="${path(points)}"/>`)
    }
    if (this.#data.mark !== undefined) {
      const place = px(this.#data.mark / xAxis.scale)
      if (place >= box.left - 1 && place <= box.right + 1) parts.push(`<line class="mark" x1="${place}" x2="${place}" y1="${box.top}" y2="${box.bottom}"/>`)
    }
    if (frame !== this.#drawnFrame) {
      this.#drawnFrame = frame
      this.#host.innerHTML = `${legend}<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${axes.join('')}<g class="data" clip-path="url(#${clip})"></g><g class="cursor"></g></svg>`
    }
    this.#host.querySelector('.data').innerHTML = parts.join('')
    if (this.#cursor !== null) this.#drawCursor()
  }

  #legend(drawn) {
    const shown = drawn.filter((series) => series.name && !series.ghost)
    return shown.length < 2 && !this.#options.legend ? '' : `<div class="legend">${shown.map((series) => `<span class="${series.colour}"><i class="${series.points ? 'dot' : ''}"></i>${escape(series.name)}</span>`).join('')}</div>`
  }

  #xAt(event) {
    const { x, box } = this.#scales
    const share = (event.clientX - this.#host.getBoundingClientRect().left - box.left) / (box.right - box.left)
    return (x.low + Math.min(1, Math.max(0, share)) * (x.high - x.low)) * x.scale
  }

  #point(event) {
    if (!this.#scales) return
    this.#cursor = this.#xAt(event) / this.#scales.x.scale
    this.#drawCursor()
  }

  #drawCursor() {
    const group = this.#host.querySelector('.cursor')
    if (!group) return
    const legend = [...this.#host.querySelectorAll('.legend span')]
    if (this.#cursor === null) { group.innerHTML = ''; for (const span of legend) span.querySelector('b')?.remove(); return }
    const { x, box, px, py, value, drawn } = this.#scales
    const place = px(this.#cursor)
    const at = this.#cursor * x.scale
    const read = drawn.filter((series) => !series.ghost && !series.points).map((series) => ({ series, y: interpolated(series, at) })).filter(({ y }) => Number.isFinite(y))
    const texts = [`${significant(this.#cursor, 4)}\u2009${this.#options.x.unit}`, ...read.map(({ y }) => `${significant(y / this.#options.y.scale, 4)}\u2009${this.#options.y.unit}`)]
    const width = 6.4 * Math.max(...texts.map((text) => text.length)) + 14
    const boxX = place + width + 10 > box.right ? place - width - 6 : place + 6
    group.innerHTML = `<line class="mark faint" x1="${place}" x2="${place}" y1="${box.top}" y2="${box.bottom}"/>`
      + read.map(({ series, y }) => `<circle class="point ${series.colour}" cx="${place}" cy="${py(value(y))}" r="2.5"/>`).join('')
      + `<rect class="bubble" x="${boxX}" y="${box.top + 2}" width="${width}" height="${15 * texts.length + 6}" rx="4"/>`
      + texts.map((text, i) => `<text class="reading ${i ? read[i - 1].series.colour : ''}" x="${boxX + 7}" y="${box.top + 16 + 15 * i}">${escape(text)}</text>`).join('')
    this.#host.setAttribute('aria-label', `${this.#options.title}: ${texts.join(', ')}`)
  }

  /** The curves as a table. */
  csv() {
    const { x, y } = this.#options
    const lines = []
    for (const series of this.#data.series.filter((series) => series.x?.length > 0)) {
      lines.push(`# ${series.name || y.label}${series.ghost ? ' (baseline)' : ''}`, `${x.label}[${x.si ?? x.unit}],${y.label}[${y.si ?? y.unit}]${series.error ? ',error' : ''}`)
      for (let i = 0; i < series.x.length; i++) lines.push([series.x[i], series.y[i], ...(series.error ? [series.error[i]] : [])].join(','))
    }
    return lines.join('\n') + '\n'
  }

  get name() { return this.#options.name }
}

function axisText({ label, unit }) { return unit ? `${label} (${unit})` : label }

function tickText(value, all) {
  const step = all.length > 1 ? all[1] - all[0] : Math.abs(value)
  const size = Math.max(...all.map(Math.abs))
  if (size >= 1e5 || (size < 1e-3 && size > 0)) return significant(value, 3)
  const decimals = step > 0 ? Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) : 0
  const text = value.toFixed(Math.min(8, Number(step.toPrecision(2)) / 10 ** -decimals % 1 > 1e-6 ? decimals + 1 : decimals))
  return text.replace(/^-0(\.0*)?$/, '0').replace(/^-/, '\u2212')
}

function bound({ y, error }, sign) { return Float64Array.from(y, (value, i) => value + sign * (error[i] || 0)) }

function range(lists, scale, margin, fromZero = false) {
  let [low, high] = [Infinity, -Infinity]
  for (const list of lists) for (const value of list) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (!(low <= high)) [low, high] = [0, 1]
  if (fromZero) low = Math.min(0, low)
  if (low === high) { const room = Math.abs(low) * 0.1 || 1; low -= room; high += room }
  const room = margin * (high - low)
  return { low: (fromZero && low === 0 ? 0 : low - room) / scale, high: (high + room) / scale }
}

function logRange(drawn, scale) {
  const values = drawn.flatMap((series) => Array.from(series.y, (value) => value / scale)).filter((value) => value > 0)
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))]
  return { low: low - 0.1, high: high + 0.1 > low + 0.5 ? high + 0.1 : low + 0.5 }
}

function decades({ low, high }) {
  const result = []
  for (let k = Math.ceil(low); k <= high; k++) result.push(k)
  if (result.length < 2) for (const m of [2, 5]) for (let k = Math.floor(low); k <= high; k++) { const v = k + Math.log10(m); if (v >= low && v <= high) result.push(v) }
  return result.sort((a, b) => a - b)
}

function path(points) {
  let text = ''
  let isDown = false
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) { isDown = false; continue }
    text += `${isDown ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`
    isDown = true
  }
  return text
}

/** A curve's value between its points. */
export function interpolated({ x, y }, at) {
  if (x.length === 0) return NaN
  for (let i = 1; i < x.length; i++) {
    const [low, high] = x[i - 1] <= x[i] ? [x[i - 1], x[i]] : [x[i], x[i - 1]]
    if (at >= low && at <= high) return high > low ? y[i - 1] + ((at - x[i - 1]) / (x[i] - x[i - 1])) * (y[i] - y[i - 1]) : y[i]
  }
  return NaN
}
