// The section: a map on canvas, field lines over it, and bodies, probes and a line that can be moved, in SVG above.

import { colours, palette } from './colours.js'
import { escape, plain, significant, ticks } from './numbers.js'

/** What can be shown: how it comes from a picture, its unit, and whether it has a middle. */
export const quantities = {
  b: { label: '|B|', unit: 'T', scale: 1, grid: (p) => magnitude(p.br, p.bz) },
  bz: { label: 'Bz', unit: 'T', scale: 1, isDiverging: true, grid: (p) => p.bz },
  br: { label: 'Br', unit: 'T', scale: 1, isDiverging: true, isOdd: true, grid: (p) => p.br },
  j: { label: 'J', unit: 'MA/m\u00b2', scale: 1e6, isDiverging: true, bulk: (b) => b.currentDensity },
  share: { label: 'J/Jc', unit: '', scale: 1, isDiverging: true, bulk: (b) => b.share },
  t: { label: 'T', unit: 'K', scale: 1, bulk: (b) => b.temperature },
  hoop: { label: 'Hoop stress', unit: 'MPa', scale: 1e6, isDiverging: true, isStress: true },
}

const step = 1e-4

function magnitude(br, bz) {
  const result = new Float32Array(br.length)
  for (let i = 0; i < result.length; i++) result[i] = Math.sqrt(br[i] * br[i] + bz[i] * bz[i])
  return result
}

export class Section {
  #host
  #canvas
  #svg
  #tell
  #picture = null
  #bodies = { bulks: [], sources: [], probes: [], supports: [] }
  #window = { r: 0.02, zMin: -0.02, zMax: 0.02 }
  #quantity = 'b'
  #limits = {}
  #line = { along: 'r', at: 0.0075 }
  #showsLines = true
  #dragging = null
  #cursor = null
  #scratch = null
  // Kept, because to ask for it after a change makes the browser lay out the page.
  #size = { width: 0, height: 0 }

  /** @param tell `drag(changes, isDone)`, `line(line, isDone)`, `cursor(point)`, `drawn()`. */
  constructor(host, tell) {
    this.#host = host
    this.#tell = tell
    this.#canvas = host.querySelector('canvas')
    this.#svg = host.querySelector('svg')
    new ResizeObserver(([{ contentRect }]) => { this.#size = contentRect; this.redraw() }).observe(host)
    this.#svg.addEventListener('pointerdown', (event) => this.#grab(event))
    this.#svg.addEventListener('pointermove', (event) => this.#move(event))
    this.#svg.addEventListener('pointerup', (event) => this.#release(event))
    this.#svg.addEventListener('pointercancel', (event) => this.#release(event))
    this.#svg.addEventListener('pointerleave', () => { if (!this.#dragging) this.#point(null) })
    this.#svg.addEventListener('keydown', (event) => this.#key(event))
    host.addEventListener('keydown', (event) => this.#moveCursor(event))
  }

  get quantity() { return this.#quantity }
  get line() { return this.#line }
  get window() { return this.#window }
  get picture() { return this.#picture }

  /** A window with a margin around everything. */
  fit(bodies) {
    this.#bodies = bodies
    const shapes = [...bodies.bulks, ...bodies.supports]
    const radius = Math.max(...shapes.map((body) => body.outer), 1e-3)
    const [low, high] = [Math.min(...shapes.map((body) => body.low)), Math.max(...shapes.map((body) => body.high))]
    const near = bodies.probes.filter((probe) => probe.r < 2 * radius && probe.z < high + radius && probe.z > low - radius)
    const top = Math.max(high, ...near.map((probe) => probe.z)), bottom = Math.min(low, ...near.map((probe) => probe.z))
    const margin = 0.4 * Math.max(radius, 0.5 * (high - low))
    const middle = (top + bottom) / 2
    let [r, half] = [radius + margin, (top - bottom) / 2 + margin]
    // To the edges of the picture in both directions.
    const aspect = this.#host.clientHeight > 0 ? this.#host.clientWidth / this.#host.clientHeight : r / half
    if (r / half < aspect) r = half * aspect
    else half = r / aspect
    this.#window = { r, zMin: middle - half, zMax: middle + half }
    this.redraw()
    this.#drawOverlay()
  }

  setBodies(bodies) {
    const isSame = JSON.stringify(bodies) === JSON.stringify(this.#bodies)
    this.#bodies = bodies
    if (!isSame) this.#drawOverlay()
  }
  setQuantity(name) { this.#quantity = name; this.redraw() }
  setLines(isShown) { this.#showsLines = isShown; this.redraw() }
  setLine(line) { this.#line = line; this.#drawOverlay() }

  /** Whether the shown quantity is one of the bodies, not of the field. */
  get showsBodies() { return !quantities[this.#quantity].grid }

  /** @param isPreview limits of colours only grow while the hand moves, so that colours keep their meaning. */
  show(picture, isPreview) {
    this.#picture = picture
    if (!isPreview) this.#limits = {}
    this.redraw()
    this.#tell.drawn()
  }

  redraw() {
    const before = `${this.scale} ${this.width} ${this.height}`
    this.#place()
    this.#drawMap()
    if (`${this.scale} ${this.width} ${this.height}` !== before) this.#drawOverlay()
  }

  // MARK: Places

  #place() {
    const { width, height } = this.#size
    const { r, zMin, zMax } = this.#window
    // Metres to pixels, the same in both directions; the axis in the middle.
    const scale = Math.min(width / (2 * r), height / (zMax - zMin))
    this.scale = scale
    this.width = width
    this.height = height
    this.x = (value) => width / 2 + value * scale
    this.y = (value) => height / 2 - (value - (zMin + zMax) / 2) * scale
    this.r = (pixel) => (pixel - width / 2) / scale
    this.z = (pixel) => (zMin + zMax) / 2 - (pixel - height / 2) / scale
  }

  // MARK: Map

  #drawMap() {
    const ratio = Math.min(2, window.devicePixelRatio || 1)
    const { width, height } = this
    if (!(width > 0 && height > 0)) return
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) {
      this.#canvas.width = Math.round(width * ratio)
      this.#canvas.height = Math.round(height * ratio)
    }
    const context = this.#canvas.getContext('2d')
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    const picture = this.#picture
    if (!picture) return
    const quantity = quantities[this.#quantity]
    const isMissing = quantity.bulk && !picture.bulks.some((bulk) => quantity.bulk(bulk)) || quantity.isStress && !picture.stress
    this.#host.classList.toggle('is-missing', Boolean(isMissing))
    this.#host.classList.toggle('is-light', !quantity.grid)
    const grid = quantity.grid?.(picture)
    this.#limit(quantity, picture, grid)
    if (isMissing) return
    if (grid) this.#drawGrid(context, quantity, picture.window, grid)
    else if (quantity.isStress) this.#drawStress(context, quantity, picture.stress)
    else for (const bulk of picture.bulks) this.#drawBulk(context, quantity, bulk)
    if (this.#showsLines) this.#drawFieldLines(context, picture)
  }

  /** Round limits of the colours. */
  #limit(quantity, picture, grid) {
    const values = grid ? [grid] : quantity.isStress ? [picture.stress?.hoop ?? []] : picture.bulks.map((bulk) => quantity.bulk(bulk) ?? [])
    let [low, high] = [Infinity, -Infinity]
    for (const list of values) for (const value of list) if (Number.isFinite(value)) { low = Math.min(low, value); high = Math.max(high, value) }
    if (!(low <= high)) [low, high] = [0, 1]
    const old = this.#limits[this.#quantity]
    if (old) [low, high] = [Math.min(low, old.low), Math.max(high, old.high)]
    this.#limits[this.#quantity] = { low, high }
    if (quantity.isDiverging) {
      const size = niceTop(Math.max(Math.abs(low), Math.abs(high)) / quantity.scale)
      this.limits = { low: -size, high: size }
    } else if (this.#quantity === 't') {
      const all = ticks(low, Math.max(high, low + 0.1), 5)
      const size = all.length > 1 ? all[1] - all[0] : 1
      this.limits = { low: Math.floor(low / size) * size, high: Math.ceil(high / size + 1e-9) * size || 1 }
    } else this.limits = { low: 0, high: niceTop(high / quantity.scale) }
  }

  #colour(quantity) {
    const table = colours(quantity.isDiverging)
    const { low, high } = this.limits
    const factor = 255 / (high - low) / quantity.scale
    const offset = low * quantity.scale
    return (value, pixels, at) => {
      const index = 3 * Math.max(0, Math.min(255, Math.round((value - offset) * factor)))
      pixels[at] = table[index]
      pixels[at + 1] = table[index + 1]
      pixels[at + 2] = table[index + 2]
      pixels[at + 3] = Number.isFinite(value) ? 255 : 0
    }
  }

  #raster(values, columns, rows, width, height, quantity) {
    const image = new ImageData(width, height)
    const paint = this.#colour(quantity)
    for (let y = 0; y < height; y++) {
      const row = ((height - 1 - y) / (height - 1)) * (rows - 1)
      const below = Math.min(rows - 2, Math.floor(row))
      const t = row - below
      for (let x = 0; x < width; x++) {
        const column = (x / (width - 1)) * (columns - 1)
        const left = Math.min(columns - 2, Math.floor(column))
        const s = column - left
        const k = below * columns + left
        const lower = values[k] + s * (values[k + 1] - values[k])
        const upper = values[k + columns] + s * (values[k + columns + 1] - values[k + columns])
        paint(lower + t * (upper - lower), image.data, 4 * (y * width + x))
      }
    }
    const canvas = new OffscreenCanvas(width, height)
    canvas.getContext('2d').putImageData(image, 0, 0)
    return canvas
  }

  /** Both halves at once, a pixel of the page for each: a canvas that has to stretch them takes longer than this loop. */
  #drawGrid(context, quantity, { r, zMin, zMax, columns, rows }, values) {
    const [left, top, right, bottom] = [this.x(-r), this.y(zMax), this.x(r), this.y(zMin)]
    const size = Math.min(1, Math.sqrt(6e5 / Math.max(1, (right - left) * (bottom - top))))
    const half = Math.max(8, Math.round((size * (right - left)) / 2))
    const height = Math.max(8, Math.round(size * (bottom - top)))
    if (this.#scratch?.image.width !== 2 * half || this.#scratch.image.height !== height) {
      const canvas = new OffscreenCanvas(2 * half, height)
      this.#scratch = { canvas, context: canvas.getContext('2d'), image: new ImageData(2 * half, height) }
    }
    const { image } = this.#scratch
    const pixels = new Uint32Array(image.data.buffer)
    const table = palette(quantity.isDiverging)
    const { low, high } = this.limits
    const [offset, factor] = [low * quantity.scale, 255 / (high - low) / quantity.scale]
    const before = new Int32Array(half)
    const share = new Float32Array(half)
    for (let x = 0; x < half; x++) {
      const column = ((x + 0.5) / half) * (columns - 1)
      before[x] = Math.min(columns - 2, Math.floor(column))
      share[x] = column - before[x]
    }
    const line = new Float32Array(columns)
    for (let y = 0; y < height; y++) {
      const row = (1 - (y + 0.5) / height) * (rows - 1)
      const below = Math.min(rows - 2, Math.floor(row))
      const [t, start] = [row - below, below * columns]
      for (let column = 0; column < columns; column++) {
        const value = values[start + column]
        line[column] = (value + t * (values[start + columns + column] - value) - offset) * factor + 0.5
      }
      const axis = 2 * half * y + half
      for (let x = 0; x < half; x++) {
        const at = before[x]
        const value = line[at] + share[x] * (line[at + 1] - line[at])
        const index = value < 0 ? 0 : value > 255 ? 255 : value | 0
        pixels[axis + x] = table[index]
        // Scales with a middle have it in theirs: the other sign is as far from there.
        pixels[axis - 1 - x] = table[quantity.isOdd ? 255 - index : index]
      }
    }
    this.#scratch.context.putImageData(image, 0, 0)
    context.drawImage(this.#scratch.canvas, left, top, right - left, bottom - top)
    // What lies beyond the window goes on in its outermost colours, which would be wrong: it stays empty.
  }

  #drawBulk(context, quantity, bulk) {
    const values = quantity.bulk(bulk)
    if (!values) return
    const raster = this.#raster(values, bulk.columns, bulk.rows, Math.min(4 * bulk.columns, 360), Math.min(4 * bulk.rows, 360), quantity)
    const [low, high] = [bulk.low, bulk.high]
    const box = [this.x(low[0]), this.y(high[1]), this.x(high[0]) - this.x(low[0]), this.y(low[1]) - this.y(high[1])]
    context.drawImage(raster, ...box)
    context.save()
    context.translate(2 * this.x(0), 0)
    context.scale(-1, 1)
    context.drawImage(raster, ...box)
    context.restore()
  }

  #drawStress(context, quantity, { points, triangles, hoop }) {
    const paint = this.#colour(quantity)
    const colour = new Uint8ClampedArray(4)
    for (let k = 0; k < triangles.length; k += 3) {
      const corners = [0, 1, 2].map((i) => triangles[k + i])
      paint((hoop[corners[0]] + hoop[corners[1]] + hoop[corners[2]]) / 3, colour, 0)
      context.fillStyle = context.strokeStyle = `rgb(${colour[0]} ${colour[1]} ${colour[2]})`
      for (const side of [1, -1]) {
        context.beginPath()
        for (const corner of corners) context.lineTo(this.x(side * points[2 * corner]), this.y(points[2 * corner + 1]))
        context.closePath()
        context.fill()
        context.stroke()
      }
    }
  }

  /** Contours of r A_phi, the same flux between two neighbours. */
  #drawFieldLines(context, { window: { r, zMin, zMax, columns, rows }, flux }) {
    let [low, high] = [Infinity, -Infinity]
    for (let i = 0; i < flux.length; i++) { if (flux[i] < low) low = flux[i]; if (flux[i] > high) high = flux[i] }
    if (!(high > low)) return
    const count = 14
    const apart = (high - low) / count
    context.strokeStyle = quantities[this.#quantity].grid ? 'rgb(255 255 255 / .55)' : '#8b98a5'
    context.lineWidth = 0.9
    const [axis, bottom] = [this.x(0), this.y(zMin)]
    const [dx, dy] = [(this.x(r) - axis) / (columns - 1), (this.y(zMax) - bottom) / (rows - 1)]
    const ends = new Float64Array(8)
    context.beginPath()
    for (let row = 0; row < rows - 1; row++) {
      for (let column = 0; column < columns - 1; column++) {
        const i = row * columns + column
        const [a, b, c, d] = [flux[i], flux[i + 1], flux[i + columns + 1], flux[i + columns]]
        // Most cells have no line in them.
        const first = Math.ceil((Math.min(a, b, c, d) - low) / apart - 0.5)
        const last = Math.floor((Math.max(a, b, c, d) - low) / apart - 0.5)
        for (let k = first; k <= last; k++) {
          const level = low + (k + 0.5) * apart
          let count = 0
          if (a > level !== b > level) { ends[count++] = column + (level - a) / (b - a); ends[count++] = row }
          if (b > level !== c > level) { ends[count++] = column + 1; ends[count++] = row + (level - b) / (c - b) }
          if (c > level !== d > level) { ends[count++] = column + (level - d) / (c - d); ends[count++] = row + 1 }
          if (d > level !== a > level) { ends[count++] = column; ends[count++] = row + (level - a) / (d - a) }
          for (let e = 0; e + 3 < count; e += 4) {
            const [x1, y1, x2, y2] = [ends[e] * dx, bottom + ends[e + 1] * dy, ends[e + 2] * dx, bottom + ends[e + 3] * dy]
            context.moveTo(axis + x1, y1)
            context.lineTo(axis + x2, y2)
            context.moveTo(axis - x1, y1)
            context.lineTo(axis - x2, y2)
          }
        }
      }
    }
    context.stroke()
  }

  /** B at a point of the grid, between its points; null outside. */
  field(r, z) {
    const picture = this.#picture
    if (!picture) return null
    const { r: width, zMin, zMax, columns, rows } = picture.window
    const [column, row] = [(Math.abs(r) / width) * (columns - 1), ((z - zMin) / (zMax - zMin)) * (rows - 1)]
    if (column > columns - 1 || row < 0 || row > rows - 1) return null
    const [i, k] = [Math.min(columns - 2, Math.floor(column)), Math.min(rows - 2, Math.floor(row))]
    const [s, t] = [column - i, row - k]
    const value = (list) => {
      const at = k * columns + i
      const lower = list[at] + s * (list[at + 1] - list[at])
      return lower + t * (list[at + columns] + s * (list[at + columns + 1] - list[at + columns]) - lower)
    }
    return { br: Math.sign(r || 1) * value(picture.br), bz: value(picture.bz) }
  }

  // MARK: Overlay

  #drawOverlay() {
    if (!this.scale) return
    const { width, height, x, y } = this
    const focused = this.#svg.contains(document.activeElement) ? document.activeElement.dataset.handle : null
    const parts = [`<line class="axis-line" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height}"/>`]
    const rectangle = (body, name) => (body.inner === 0 ? [0] : [1, -1]).map((side) => {
      if (side === 0) return `<rect class="${name}" x="${x(-body.outer)}" y="${y(body.high)}" width="${x(body.outer) - x(-body.outer)}" height="${Math.max(0, y(body.low) - y(body.high))}"/>`
      const [a, b] = [x(side * body.inner), x(side * body.outer)]
      return `<rect class="${name}" x="${Math.min(a, b)}" y="${y(body.high)}" width="${Math.abs(b - a)}" height="${Math.max(0, y(body.low) - y(body.high))}"/>`
    }).join('')
    for (const body of this.#bodies.supports) parts.push(rectangle(body, 'support'))
    for (const body of this.#bodies.sources) parts.push(rectangle(body, 'source'), label(body, x, y, width))
    for (const body of this.#bodies.bulks) {
      parts.push(rectangle(body, 'bulk'), label(body, x, y, width))
      if (body.key) parts.push(this.#handles(body))
    }
    for (const body of this.#bodies.sources) if (body.key) parts.push(this.#handles(body))
    const along = this.#line.along === 'r'
    const at = along ? y(this.#line.at) : x(this.#line.at)
    const text = along ? `profile along r at z ${millimetres(this.#line.at)} mm` : `profile along z at r ${millimetres(this.#line.at)} mm`
    parts.push(`<g class="profile" data-handle="line" tabindex="0" role="slider" aria-label="${text}" aria-valuenow="${plain(this.#line.at * 1000)}" aria-valuetext="${millimetres(this.#line.at)} mm" aria-orientation="${along ? 'vertical' : 'horizontal'}"><line class="hit" ${along ? `x1="0" x2="${width}" y1="${at}" y2="${at}"` : `y1="0" y2="${height}" x1="${at}" x2="${at}"`}/><line class="seen" ${along ? `x1="0" x2="${width}" y1="${at}" y2="${at}"` : `y1="0" y2="${height}" x1="${at}" x2="${at}"`}/></g>`)
    for (const probe of this.#bodies.probes) {
      const [cx, cy] = [x(probe.r), y(probe.z)]
      if (cx > width || cy < 0 || cy > height) continue
      parts.push(`<g class="probe" data-handle="probe:${escape(probe.name)}" tabindex="0" role="slider" aria-label="probe ${escape(probe.name)}, r ${millimetres(probe.r)} mm, z ${millimetres(probe.z)} mm" aria-valuenow="${plain(probe.z * 1000)}" aria-valuetext="r ${millimetres(probe.r)} mm, z ${millimetres(probe.z)} mm"><circle class="hit" cx="${cx}" cy="${cy}" r="12"/><path class="seen" d="M${cx - 6} ${cy}h12M${cx} ${cy - 6}v12"/><circle class="seen" cx="${cx}" cy="${cy}" r="4"/><text class="name" x="${cx + 9}" y="${cy - 7}">${escape(probe.name)}</text></g>`)
    }
    if (this.#cursor) parts.push(`<path class="crosshair" d="M${x(this.#cursor.r) - 9} ${y(this.#cursor.z)}h18M${x(this.#cursor.r)} ${y(this.#cursor.z) - 9}v18"/>`)
    parts.push(this.#ruler())
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
    this.#svg.innerHTML = parts.join('')
    if (focused) this.#svg.querySelector(`[data-handle="${CSS.escape(focused)}"]`)?.focus()
  }

  #ruler() {
    const length = [1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1].find((size) => size * this.scale > 55) ?? 1
    const [x, y] = [12, this.height - 12]
    return `<g class="ruler" aria-hidden="true"><path d="M${x} ${y - 4}v4h${length * this.scale}v-4"/><text x="${x + 4}" y="${y - 5}">${length * 1000} mm</text></g>`
  }

  #handles(body) {
    const { x, y } = this
    const [left, right, top, bottom] = [x(body.inner), x(body.outer), y(body.high), y(body.low)]
    const grip = (part, cx, cy, text, value, vertical) => `<g class="grip" data-handle="${part}:${escape(body.key)}" tabindex="0" role="slider" aria-label="${escape(body.name)}: ${text}" aria-valuenow="${plain(value * 1000)}" aria-valuetext="${millimetres(value)} mm" aria-orientation="${vertical ? 'vertical' : 'horizontal'}"><circle class="hit" cx="${cx}" cy="${cy}" r="12"/><rect class="seen" x="${cx - (vertical ? 9 : 3)}" y="${cy - (vertical ? 3 : 9)}" width="${vertical ? 18 : 6}" height="${vertical ? 6 : 18}" rx="3"/></g>`
    const middle = (left + right) / 2
    return `<rect class="body-hit" data-handle="body:${escape(body.key)}" x="${left}" y="${top}" width="${Math.max(0, right - left)}" height="${Math.max(0, bottom - top)}"/>`
      + grip('outer', right, (top + bottom) / 2, 'outer radius', body.outer, false)
      + grip('high', middle, top, 'upper face', body.high, true) + grip('low', middle, bottom, 'lower face', body.low, true)
      + (body.inner > 0 ? grip('inner', left, (top + bottom) / 2, 'inner radius', body.inner, false) : '')
  }

  // MARK: Hand and keys

  #grab(event) {
    const target = event.target.closest('[data-handle]')
    if (!target) return
    event.preventDefault()
    this.#svg.setPointerCapture(event.pointerId)
    const place = this.#at(event)
    this.#dragging = { handle: target.dataset.handle, start: place, bodies: structuredClone(this.#bodies), line: { ...this.#line } }
    this.#tell.begin()
    if (target.tabIndex >= 0) target.focus()
  }

  #at(event) {
    const box = this.#svg.getBoundingClientRect()
    return { r: this.r(event.clientX - box.left), z: this.z(event.clientY - box.top) }
  }

  #move(event) {
    const place = this.#at(event)
    if (!this.#dragging) { this.#point(place); return }
    const { handle, start, bodies, line } = this.#dragging
    this.#shift(handle, bodies, line, place.r - start.r, place.z - start.z, false)
  }

  #release() {
    if (!this.#dragging) return
    const { handle } = this.#dragging
    this.#dragging = null
    this.#tell.done(handle === 'line')
  }

  /** Moves what a handle holds, from where it was. */
  #shift(handle, bodies, line, dr, dz) {
    const place = handle.indexOf(':')
    const [part, key] = place < 0 ? [handle, ''] : [handle.slice(0, place), handle.slice(place + 1)]
    if (part === 'line') {
      const at = round(line.at + (line.along === 'r' ? dz : dr))
      this.#line = { ...line, at: line.along === 'r' ? at : Math.max(0, at) }
      this.#drawOverlay()
      this.#tell.line(this.#line)
      return
    }
    if (part === 'probe') {
      const probe = bodies.probes.find((probe) => probe.name === key)
      this.#tell.drag({ [`probes.${key}.r`]: Math.max(0, round(probe.r + (Math.abs(probe.r) < step && Math.abs(dr) < 1e-3 ? 0 : dr))), [`probes.${key}.z`]: round(probe.z + dz) })
      return
    }
    const body = [...bodies.bulks, ...bodies.sources].find((body) => body.key === key)
    const changes = {
      outer: () => ({ [`${key}.outer_radius`]: Math.max(body.inner + step, round(body.outer + dr)) }),
      inner: () => ({ [`${key}.inner_radius`]: Math.max(0, Math.min(body.outer - step, round(body.inner + dr))) }),
      high: () => ({ [`${key}.z_max`]: Math.max(body.low + step, round(body.high + dz)) }),
      low: () => ({ [`${key}.z_min`]: Math.min(body.high - step, round(body.low + dz)) }),
      body: () => ({ [`${key}.z_min`]: round(body.low + dz), [`${key}.z_max`]: round(round(body.low + dz) + body.high - body.low, 1e-8) }),
    }[part]
    this.#tell.drag(changes())
  }

  #key(event) {
    const handle = event.target.closest('[data-handle]')?.dataset.handle
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (!handle || !direction) return
    event.preventDefault()
    event.stopPropagation()
    const size = event.shiftKey ? 10 * step : step
    this.#tell.begin()
    this.#shift(handle, structuredClone(this.#bodies), { ...this.#line }, direction[0] * size, direction[1] * size)
    this.#tell.done(handle === 'line')
  }

  /** The cross that reads values, by keys when the map itself has the focus. */
  #moveCursor(event) {
    if (event.target !== this.#host) return
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key]
    if (!direction) return
    event.preventDefault()
    const size = event.shiftKey ? 5e-3 : 5e-4
    const { r, z } = this.#cursor ?? { r: 0, z: 0 }
    this.#cursor = { r: round(r + direction[0] * size), z: round(z + direction[1] * size) }
    this.#drawOverlay()
    this.#tell.cursor(this.#cursor)
  }

  #point(place) {
    if (this.#cursor) { this.#cursor = null; this.#drawOverlay() }
    this.#tell.cursor(place)
  }

  /** The map with bodies and names as one SVG document, the map in it as a picture. */
  svg(title) {
    const style = '<style>rect{fill:none;stroke:#222;stroke-width:1.2}.body-hit,.hit,.grip,.crosshair{display:none}text{font:11px sans-serif;fill:#111}.seen{stroke:#111;fill:none}.axis-line{stroke:#888;stroke-dasharray:6 3 1 3}.ruler path{stroke:#111;fill:none}.support{stroke-dasharray:2 2}.profile line{stroke:#d33;stroke-dasharray:4 3}</style>'
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}"><title>${escape(title)}</title>${style}<image width="${this.width}" height="${this.height}" href="${this.#canvas.toDataURL('image/png')}"/>${this.#svg.innerHTML}</svg>`
  }
}

function label(body, x, y, width) {
  const [left, right] = [x(-body.outer), x(-body.inner)]
  if (right - left < 40 || left > width || y(body.low) - y(body.high) < 14) return ''
  return `<text class="name" x="${left + 6}" y="${y(body.high) + 13}">${escape(body.name)}</text>`
}

function round(value, size = step) { return Math.round(value / size) * size }

export function millimetres(value) { return significant(Number((value * 1000).toFixed(4)), 6) }

function niceTop(value) {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return Number(([1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 10].find((m) => m * power >= value * (1 - 1e-9)) * power).toPrecision(6))
}
