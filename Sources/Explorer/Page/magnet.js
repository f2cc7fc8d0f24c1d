// The magnet: what is solved when, and where its numbers and pictures go.

import { columns, numbersOf } from './session.js'
import { duration, escape, significant, withError, ticks } from './numbers.js'
import { CaseState, valueAt } from './state.js'
import { Chart, interpolated, seriesClass } from './chart.js'
import { Section, quantities, millimetres } from './section.js'
import { Form } from './form.js'
import { Protocol, TimeAxis } from './protocol.js'
import { Measured } from './measured.js'
import { gradient } from './colours.js'
import { chooseTable } from './tables.js'
import { Results, write } from './results.js'

const byId = (id) => document.getElementById(id)
/** Relative error of a picture that follows the hand. */
const previewAccuracy = 0.03

export class MagnetView {
  #session
  #notify
  #wanted = null
  #running = null
  #pictureWanted = false
  #sequence = 0
  #newest = 0
  #frame = 0
  // Numbers of runs that are not asked about any more: told with the next request.
  #released = []
  #isFitted = false
  #scaleShown = ''
  #share = 1
  #isHeld = false
  #exact = null
  #playing = null
  #numbers = []
  #described = Promise.resolve()
  #charted = 0

  constructor(session, notify) {
    this.#session = session
    this.#notify = notify
    this.shown = null
    this.baseline = null
    this.form = new Form(byId('form'), {
      begin: () => this.begin(), edit: (changes, isDone) => this.edit(changes, isDone),
      change: (change) => this.change(change), table: (file, material) => this.addTable(file, material), points: (material) => this.editPoints(material),
    })
    this.section = new Section(byId('section'), {
      begin: () => this.begin(),
      drag: (lengths) => this.edit(Object.fromEntries(Object.entries(lengths).map(([key, value]) => [key, `${Number((value * 1000).toFixed(5))} mm`])), false),
      done: (isLine) => { this.#isHeld = false; if (isLine) this.#wantPicture(); else this.edit({}, true) },
      line: () => this.#wantPicture(),
      cursor: (place) => this.#read(place),
      drawn: () => this.#showScale(),
    })
    this.protocol = new Protocol(byId('protocol'), { begin: () => this.begin(), edit: (changes, isDone) => this.edit(changes, isDone), time: (share) => this.#setShare(share) })
    this.profile = new Chart(byId('profile'), { name: 'profile', title: 'Bz along the profile', x: { label: 'r', unit: 'mm', scale: 1e-3, si: 'm' }, y: { label: 'Bz', unit: 'T', scale: 1 }, legend: true })
    this.history = new Chart(byId('history'), { name: 'history', title: 'History at the probes', x: { label: 't', unit: 'h', scale: 3600, si: 's' }, y: { label: 'Bz', unit: 'T', scale: 1 }, legend: true, onPick: (time) => this.#setShare(this.axis.share(time)) })
    this.material = new Chart(byId('material'), { name: 'jc', title: 'Jc over B of each material', x: { label: 'B', unit: 'T', scale: 1 }, y: { label: 'Jc', unit: 'MA/m\u00b2', scale: 1e6, si: 'A/m^2' }, logarithmic: true, legend: true })
    this.results = new Results(byId('results'))
    this.measured = new Measured(byId('measured'), this, session, notify)
    this.#wire()
  }

  #wire() {
    const select = byId('quantity')
    for (const [name, { label, unit }] of Object.entries(quantities)) select.append(new Option(unit ? `${label} (${unit})` : label, name))
    select.onchange = () => {
      this.section.setQuantity(select.value)
      this.#showScale()
      // A picture that came with a moving hand has what was shown, and no more.
      if (this.section.showsBodies && this.shown?.picture.bulks.length === 0) this.#wantPicture()
    }
    byId('lines').onchange = (event) => this.section.setLines(event.target.checked)
    byId('time').oninput = (event) => this.#setShare(event.target.value / 1000)
    byId('play').onclick = () => this.play()
    for (const radio of document.querySelectorAll('input[name="along"]')) radio.onchange = () => {
      this.section.setLine({ along: radio.value, at: radio.value === 'r' ? this.#defaultHeight() : 0 })
      this.#wantPicture()
    }
    byId('history-quantity').onchange = () => this.#showHistory()
    let width = 0
    new ResizeObserver(() => {
      const now = byId('section').clientWidth
      if (now === width || now === 0) return
      width = now
      if (this.state) { this.section.fit(this.#bodies()); this.#wantPicture() }
    }).observe(byId('section'))
    byId('measured-file').onchange = (event) => { if (event.target.files[0]) this.measured.add(event.target.files[0]); event.target.value = '' }
  }

  // MARK: The case

  async open(work, fragment) {
    const parameters = { case: work.caseText, files: work.files }
    this.#cards = this.#session.call('material/cards').catch(() => [])
    let checked
    try {
      checked = await this.#session.call('case/check', parameters)
    } catch (error) {
      if (error.isCancelled) return
      byId('form').innerHTML = `<div class="problems">${error.message.split('\n').map((line) => `<p>${escape(line)}</p>`).join('')}</div><p class="dim">Mend the file, and load this page again.</p>`
      this.#quality('bad', 'wrong case')
      return
    }
    if (!this.state) {
      this.state = new CaseState(JSON.parse(checked.json), {}, (kind) => this.#changed(kind))
      await this.state.read(fragment)
    }
    // The table of keys and the solution side by side; a picture needs to know how large the magnet is.
    this.#described = this.#describe().then(() => {
      this.section.fit(this.#bodies())
      if (!this.#isFitted && this.section.line.along === 'r') this.section.setLine({ along: 'r', at: this.#defaultHeight() })
      this.#isFitted = true
    })
    this.#want('final')
    await this.#described
    await this.#solveBaselineAnew()
  }

  /** The connection is lost, and with it the runs that the program kept. */
  lose() {
    this.#released = []
    if (this.shown) this.shown.run = null
    if (this.baseline) this.baseline.run = null
  }

  async #solveBaselineAnew() {
    const { baseline } = this
    if (!baseline || baseline.run !== null) return
    try {
      const { run } = await this.#session.call('solve', { case: baseline.caseText, files: baseline.files, course: true })
      if (this.baseline === baseline) baseline.run = run
    } catch (error) { if (!error.isCancelled) this.#notify(error.message) }
  }

  /** Shows the state of an address. */
  async take(fragment) {
    try { await this.state.take(fragment) } catch { this.#notify('This is no address of a state.', true) }
  }

  get parameters() { return { case: this.state.text, files: this.state.files } }

  /** After keys came or went: the whole case again, as the program writes it, and the table of its keys. */
  async #describe() {
    const numbers = await this.#session.call('case/numbers', this.parameters)
    this.#numbers = numbers
    this.form.build(this.state, numbers, await this.#cards)
    byId('case-name').textContent = this.state.tree.name ?? ''
    document.title = `${this.state.tree.name ?? 'case'} – fem-bulk explorer`
    this.#showMaterials()
    const text = this.state.text
    for (const [name, key] of [['t', '"heat_capacity"'], ['hoop', '"young"']]) byId('quantity').querySelector(`[value="${name}"]`).disabled = !text.includes(key)
  }

  begin() { this.state.begin(); this.#isHeld = true }

  /** @param isDone whether the hand has let go. */
  edit(changes, isDone) {
    if (isDone && Object.keys(changes).length > 0) this.state.begin()
    for (const [key, text] of Object.entries(changes)) this.state.set(key, text)
    this.form.update(Object.keys(changes))
    this.section.setBodies(this.#bodies())
    this.#isHeld = !isDone
    this.#want(isDone ? 'final' : 'preview')
    if (isDone) this.#settle()
  }

  async change(change) { this.state.change(change) }

  async #changed(kind) {
    byId('undo').disabled = !this.state.canUndo
    byId('redo').disabled = !this.state.canRedo
    if (kind !== 'shape') return
    this.#quality('', 'solving')
    try {
      const checked = await this.#session.call('case/check', this.parameters)
      this.state.tree = JSON.parse(checked.json)
      this.form.showProblems([], '')
      await this.#describe()
    } catch (error) {
      if (error.isCancelled) return
      this.form.showProblems(error.findings ?? [], error.message)
      this.#quality('bad', 'not solved')
      return
    }
    this.section.fit(this.#bodies())
    this.#want('final')
    this.#settle()
  }

  /** The address says what is shown. */
  async #settle() {
    byId('undo').disabled = !this.state.canUndo
    byId('redo').disabled = !this.state.canRedo
    await this.keepAddress()
  }

  async keepAddress() {
    const fragment = await this.state.fragment()
    history.replaceState(null, '', fragment ? `#${fragment}` : location.pathname)
  }

  undo() { this.state.undo() }
  redo() { this.state.redo() }

  /** Outlines in metres. */
  #bodies() {
    const { tree } = this.state
    const value = (key) => {
      const number = this.#numbers.find((number) => number.key === key)
      const text = valueAt(tree, key)
      const match = /^([-+\d.eE]+)\s*(\S*)$/.exec(String(text ?? '0'))
      const unit = number?.units.find((unit) => unit.symbol === match?.[2])
      return (Number(match?.[1]) || 0) * (unit?.size ?? { mm: 1e-3, cm: 1e-2 }[match?.[2]] ?? 1)
    }
    const body = (key, name, entry) => ({
      key: entry.outer_radius === undefined ? null : key, name, inner: value(`${key}.inner_radius`), outer: value(`${key}.outer_radius`),
      low: value(`${key}.z_min`), high: value(`${key}.z_max`),
    })
    return {
      bulks: (tree.bulks ?? []).map((bulk, k) => body(`bulks[${k}]`, bulk.name, bulk)),
      sources: Object.entries(tree.sources ?? {}).filter(([, source]) => source.outer_radius !== undefined).map(([name, source]) => {
        const own = body(`sources.${name}`, name, source)
        // One that moves stands where it is at the time that is shown; its place at the start is not changed there.
        const heights = this.shown?.history[`${name}_z_min[m]`]
        const rise = heights ? interpolated({ x: this.shown.history['time[s]'], y: heights }, this.shown.time) - heights[0] : 0
        return Math.abs(rise) > 1e-7 ? { ...own, key: null, low: own.low + rise, high: own.high + rise } : own
      }),
      supports: (tree.supports ?? []).map((support, k) => body(`supports[${k}]`, support.name, support)),
      probes: Object.entries(tree.probes ?? {}).map(([name]) => ({ name, r: value(`probes.${name}.r`), z: value(`probes.${name}.z`) })),
    }
  }

  #defaultHeight() {
    const bodies = this.#bodies().bulks
    return Math.round((Math.max(...bodies.map((bulk) => bulk.high)) + 1e-3) * 1e4) / 1e4
  }

  // MARK: Solving

  /** The newest case is solved next. What is at work is left to end where that takes less than to begin anew. */
  #want(kind) {
    // Letting go is told in more ways than one.
    if (kind === 'final' && this.#running?.kind === 'final' && this.#running.text === this.state.text) return
    this.#wanted = kind
    if (!this.#running) this.#run()
    else if (kind === 'final' || this.#running.kind === 'final' || performance.now() - this.#running.start > 150) this.#running.call.cancel()
  }

  async #run() {
    while (this.#wanted) {
      const kind = this.#wanted
      this.#wanted = null
      const isPreview = kind === 'preview'
      const accuracy = parseFloat(this.state.tree.accuracy ?? '0.3') / 100
      const set = isPreview && accuracy < previewAccuracy ? { accuracy: previewAccuracy } : {}
      const start = performance.now()
      const picture = this.#isFitted ? { picture: { ...this.#place(), ...this.#view(), bodies: !isPreview || this.section.showsBodies, arrays: isPreview ? 'float32' : 'base64' } } : {}
      const call = this.#session.call('solve', { ...this.parameters, set, course: true, releases: this.#released.splice(0), ...picture })
      this.#running = { kind, call, start, text: this.state.text }
      if (!isPreview) this.#quality('', 'solving')
      let solved
      try {
        solved = await call
      } catch (error) {
        this.#running = null
        if (error.isCancelled) continue
        this.form.showProblems(error.findings ?? [], error.message)
        this.#quality('bad', 'not solved')
        continue
      }
      this.#running = null
      this.form.showProblems([], '')
      this.#show(solved, { isPreview, start, sequence: ++this.#sequence, ...picture.picture })
    }
  }

  /** @param asked the picture that came with it, unless where the magnet lies was not known yet. */
  async #show(solved, asked) {
    const { summary, run } = solved
    const axis = new TimeAxis(summary.stages.map((stage) => stage.time_s))
    try {
      let { history, picture } = solved
      if (picture) picture = seen(picture, asked)
      else {
        await this.#described
        if (!history) [history, picture] = await Promise.all([this.#session.call('run/table', { run, table: 'history' }), this.#askPicture(run, axis.time(this.#share))])
      }
      if (asked.sequence < this.#newest) { this.#released.push(run); return }
      this.#newest = asked.sequence
      const old = this.shown
      this.axis = axis
      this.shown = { run, isPreview: asked.isPreview, summary, caseText: solved.caseText, history: columns(history), picture: readPicture(picture), time: picture.time, start: asked.start }
      if (old && old.run !== null && old.run !== this.baseline?.run) this.#released.push(old.run)
      // One that comes before the last was drawn takes its place.
      this.#frame ||= requestAnimationFrame(() => { this.#frame = 0; this.#draw() })
    } catch (error) { if (!error.isCancelled) this.#notify(error.message) }
  }

  #draw() {
    const { isPreview, start } = this.shown
    this.#present()
    window.dispatchEvent(new CustomEvent('picture', { detail: { isPreview, time: performance.now(), took: performance.now() - start } }))
    if (!this.#isCurrent()) this.#wantPicture()
  }

  /** Whether the picture is at the time, on the line and in the window that are wanted now. */
  #isCurrent() {
    const { picture } = this.shown
    const { line, window } = this.section
    const time = this.axis.time(this.#share)
    return Math.abs(picture.time - time) <= 1e-6 * Math.abs(this.axis.ends.at(-1)) && picture.along.along === line.along && picture.along.at === line.at
      && ['r', 'zMin', 'zMax'].every((name) => picture.window[name] === window[name])
  }

  /** The time that is looked at, also of a protocol whose stages take another time than those that are shown. */
  #place() {
    const count = this.state.tree.protocol.length
    return this.axis?.ends.length === count ? this.axis.place(this.#share) : { stage: count - 1, share: 1 }
  }

  #view() {
    const { r, zMin, zMax } = this.section.window
    const aspect = r / (zMax - zMin)
    const columns = Math.max(16, Math.min(90, Math.round(Math.sqrt(2800 * aspect))))
    const rows = Math.max(16, Math.min(160, Math.round(2800 / columns)))
    const { along, at } = this.section.line
    const line = Array.from({ length: 101 }, (_, k) => along === 'r' ? [(r * k) / 100, at] : [at, zMin + ((zMax - zMin) * k) / 100])
    return { window: { r, zMin, zMax, columns, rows }, line, along: { along, at } }
  }

  async #askPicture(run, time) {
    const view = this.#view()
    return seen(await this.#session.call('run/picture', { run, time, ...view }), view)
  }

  /** The same run at another time, along another line, in another window: the newest wish, one at a time. */
  async #wantPicture() {
    if (this.#pictureWanted) { this.#pictureWanted = 'again'; return }
    if (!this.shown || this.shown.run === null) return
    this.#pictureWanted = true
    const { run } = this.shown
    try {
      const picture = await this.#askPicture(run, this.axis.time(this.#share))
      if (this.shown.run === run) {
        Object.assign(this.shown, { picture: readPicture(picture), time: picture.time })
        this.#present(true)
      }
    } catch (error) {
      if (!error.isCancelled && error.code !== 4) this.#notify(error.message)
    }
    const again = this.#pictureWanted === 'again'
    this.#pictureWanted = false
    if (again) this.#wantPicture()
  }

  #quality(style, text) {
    const badge = byId('quality')
    if (badge.className !== `badge ${style}`) badge.className = `badge ${style}`
    write(badge, text)
  }

  // MARK: Showing

  #present(isSameRun = false) {
    const { isPreview, picture, summary } = this.shown
    if (isPreview) this.#quality('preview', 'preview 3 %')
    else if (!this.#running) this.#quality('done', `\u2264 ${significant(100 * summary.accuracy, 2)} %`)
    this.section.show(picture, isPreview)
    if (this.state.tree.sources) this.section.setBodies(this.#bodies())
    this.#showTime()
    this.#showResults()
    this.#showProfile()
    // Curves over time need not be drawn as often as the map: a quarter of a picture's cost.
    const now = performance.now()
    if (!isPreview || now - this.#charted > 120) {
      this.#charted = now
      this.#showProtocol()
      this.#showHistory()
    }
    if (!isSameRun && !isPreview) this.#showMaterials()
    if (!isSameRun) {
      byId('warnings').innerHTML = summary.warnings.map((text) => `<li>${escape(text)}</li>`).join('')
      this.measured.compare()
    }
  }

  #showProtocol() {
    const { summary } = this.shown
    this.protocol.set({
      axis: this.axis, stages: summary.stages.map((stage) => stage.stage), tree: this.state.tree, time: this.shown.time, value: (key) => this.form.value(key),
      history: { time: this.shown.history['time[s]'], fields: this.#fields(), temperature: this.shown.history['temperature_max[K]'] ?? this.shown.history['temperature[K]'] },
    })
  }

  /** What is applied over time: the uniform field, and those of coils. */
  #fields() {
    const { history } = this.shown
    const coils = Object.keys(this.state.tree.sources ?? {}).filter((name) => history[`${name}_field[T]`]).map((name) => ({ name: `field of ${name}`, source: name, values: history[`${name}_field[T]`], currents: history[`${name}_current[A]`] }))
    const uniform = { name: 'applied field', values: history['applied_field[T]'] }
    return coils.length > 0 && uniform.values.every((value) => value === 0) ? coils : [uniform, ...coils]
  }

  #showTime() {
    const { time, picture } = this.shown
    const share = String(Math.round(1000 * this.axis.share(time)))
    if (byId('time').value !== share) byId('time').value = share
    if (byId('time').getAttribute('aria-valuetext') !== duration(time)) byId('time').setAttribute('aria-valuetext', duration(time))
    const stage = this.axis.stage(time)
    write(byId('time-text'), `${duration(time)} \u00b7 ${significant(picture.applied, 3)} T`)
    write(byId('results-stage'), `at the end of stage ${stage + 1}, ${this.shown.summary.stages[stage].stage}`)
  }

  #setShare(share) {
    this.#share = Math.min(1, Math.max(0, share))
    if (!this.shown) return
    this.protocol.setTime(this.axis.time(this.#share))
    byId('time').value = Math.round(1000 * this.#share)
    this.#wantPicture()
  }

  play() {
    const button = byId('play')
    if (this.#playing) { cancelAnimationFrame(this.#playing); this.#playing = null; button.textContent = '\u25b6'; button.setAttribute('aria-label', 'Play'); return }
    button.textContent = '\u23f8'
    button.setAttribute('aria-label', 'Pause')
    const from = this.#share > 0.99 ? 0 : this.#share
    const start = performance.now()
    const go = (now) => {
      const share = from + (now - start) / 8000
      this.#setShare(share)
      if (share >= 1) { this.play(); return }
      this.#playing = requestAnimationFrame(go)
    }
    this.#playing = requestAnimationFrame(go)
  }

  /** The numbers of a stage's end with their errors, as the command line prints them. */
  rows(summary, stage) {
    const state = summary.stages[stage]
    const rows = Object.entries(state.probes).map(([name, probe]) => ({ name: `Bz ${name}`, unit: 'T', value: probe.Bz_T, error: probe.error_T }))
    rows.push({ name: 'moment', unit: 'A m\u00b2', value: state.moment_A_m2, error: state.moment_error_A_m2 })
    for (const [name, value] of Object.entries(state.forces_N ?? {})) rows.push({ name: `force ${name}`, unit: 'N', value, error: state.force_errors_N?.[name] })
    if (state.temperature_max_K !== undefined) rows.push({ name: 'warmest', unit: 'K', value: state.temperature_max_K, error: state.temperature_error_K })
    const stress = state.stress
    if (stress?.hoop_max_Pa !== undefined) rows.push({ name: 'hoop stress', unit: 'MPa', value: stress.hoop_max_Pa / 1e6, error: (stress.error_Pa ?? stress.hoop_error_Pa) / 1e6 })
    return rows
  }

  #showResults() {
    const stage = this.axis.stage(this.shown.time)
    const rows = this.rows(this.shown.summary, stage)
    const before = this.baseline && this.rows(this.baseline.summary, Math.min(stage, this.baseline.summary.stages.length - 1))
    this.results.show(rows, before, this.shown.isPreview)
  }

  #profileSeries() {
    const { line, along } = this.shown.picture
    const x = Float64Array.from(along.places, ([r, z]) => (along.along === 'r' ? r : z))
    return { name: 'now', x, y: Float64Array.from(x, (_, k) => line[2 * k + 1]), colour: seriesClass(0), along }
  }

  #showProfile() {
    const series = this.#profileSeries()
    const { along, at } = series.along
    if (!this.shown.isPreview) this.#followBaseline()
    this.profile.setAxis({ label: along === 'r' ? `r at z = ${millimetres(at)} mm` : `z at r = ${millimetres(at)} mm` })
    this.profile.set({ isHeld: this.shown.isPreview, series: [
      ...(this.baseline && this.baseline.profile.along.along === along ? [{ ...this.baseline.profile, name: 'baseline', ghost: true, colour: seriesClass(0) }] : []),
      series, ...this.measured.points(along, at),
    ] })
  }

  /** The baseline's profile where and when the present one is. */
  async #followBaseline() {
    const { baseline } = this
    if (!baseline) return
    const { along, at } = this.section.line
    const share = this.#share
    const own = baseline.profile.along
    if (own.along === along && own.at === at && baseline.share === share || baseline.isAsking || baseline.run === null) return
    baseline.isAsking = true
    try {
      const axis = new TimeAxis(baseline.summary.stages.map((stage) => stage.time_s))
      const picture = await this.#askPicture(baseline.run, axis.time(share))
      const line = numbersOf(picture.line)
      const x = Float64Array.from(picture.along.places, ([r, z]) => (along === 'r' ? r : z))
      Object.assign(baseline, { share, profile: { name: 'baseline', x, y: Float64Array.from(x, (_, k) => line[2 * k + 1]), along: picture.along } })
      if (this.baseline === baseline && this.shown) this.#showProfile()
    } catch { /* the baseline's own run is not kept any more: its profile stays that of its moment */ }
    baseline.isAsking = false
  }

  #showHistory() {
    const { history } = this.shown
    const select = byId('history-quantity')
    const names = Object.keys(history).filter((name) => !/^time\[|error|_Br\[|_Bz\[/.test(name))
    const options = ['Bz of the probes', ...names.map((name) => name.replace(/_/g, ' '))]
    if (select.options.length !== options.length || [...select.options].some((option, k) => option.text !== options[k])) {
      const chosen = select.value
      select.replaceChildren(...options.map((text, k) => new Option(text, k ? names[k - 1] : 'probes')))
      if ([...select.options].some((option) => option.value === chosen)) select.value = chosen
    }
    const time = history['time[s]']
    const probes = Object.keys(this.shown.summary.stages[0].probes)
    const curves = (from, isGhost) => {
      const x = from['time[s]']
      if (select.value === 'probes') return probes.filter((name) => from[`${name}_Bz[T]`]).map((name, k) => ({ name, x, y: from[`${name}_Bz[T]`], error: from[`${name}_error[T]`], ghost: isGhost, colour: seriesClass(k) }))
      const y = from[select.value]
      const [name, unit] = select.value.split('[')
      return y ? [{ name: name.replace(/_/g, ' '), x, y, error: from[`${name}_error[${unit}`], ghost: isGhost, colour: seriesClass(0) }] : []
    }
    const [label, unit] = select.value === 'probes' ? ['Bz', 'T'] : [select.value.split('[')[0].replace(/_/g, ' '), select.value.split('[')[1].slice(0, -1)]
    const end = time.at(-1)
    const [unitX, scaleX] = end < 0.5 ? ['ms', 1e-3] : end < 300 ? ['s', 1] : end < 3 * 3600 ? ['min', 60] : end < 4 * 86400 ? ['h', 3600] : ['d', 86400]
    this.history.setAxis({ unit: unitX, scale: scaleX }, { label, unit, scale: 1 })
    this.history.set({ isHeld: this.shown.isPreview, series: [...(this.baseline ? curves(this.baseline.history, true) : []), ...curves(history, false), ...this.measured.histories(select.value)], mark: this.shown.time })
  }

  #showScale() {
    const { limits, quantity } = this.section
    if (!limits) return
    const { unit, isDiverging } = quantities[quantity]
    const shown = `${quantity} ${limits.low} ${limits.high}`
    if (shown === this.#scaleShown) return
    this.#scaleShown = shown
    byId('scale-bar').style.background = gradient(isDiverging)
    byId('scale-unit').textContent = unit
    byId('scale-ticks').innerHTML = ticks(limits.low, limits.high, 6).map((value) => `<span style="bottom:${(100 * (value - limits.low)) / (limits.high - limits.low)}%">${significant(value, 3)}</span>`).join('')
  }

  #materialsWanted = 0
  #materialsShown = ''
  async #showMaterials() {
    const wanted = ++this.#materialsWanted
    try {
      const stage = this.state.tree.protocol.map((stage) => Object.values(stage)[0]).filter((part) => part?.temperature)
      const cold = parseFloat(stage[0]?.temperature) || 5
      const field = Math.max(4, ...this.state.tree.protocol.map((stage) => Math.abs(parseFloat(Object.values(stage)[0]?.field ?? 0)) || 0))
      // Most of what a hand changes leaves them what they are.
      const { materials, bulks } = this.state.tree
      const shown = JSON.stringify([materials, bulks?.map((bulk) => bulk.material), this.state.files, cold, field])
      if (shown === this.#materialsShown) return
      const curves = await this.#session.call('case/materials', { ...this.parameters, temperatures: [cold], fluxDensity: field })
      if (wanted !== this.#materialsWanted) return
      this.#materialsShown = shown
      this.material.set({ series: curves.map((curve, k) => ({ name: curve.name, x: Float64Array.from(curve.fluxDensity), y: Float64Array.from(curve.criticalCurrentDensity), colour: seriesClass(k) })) })
      byId('material-law').textContent = `at ${significant(cold, 3)} K`
    } catch (error) { if (!error.isCancelled) console.warn(error.message) }
  }

  // MARK: What is under the cross

  #read(place) {
    clearTimeout(this.#exact)
    const line = byId('reading')
    if (!place || !this.shown) { line.textContent = ''; return }
    const field = this.section.field(place.r, place.z)
    if (!field) { line.textContent = ''; return }
    const tenth = (length) => millimetres(Math.round(length * 1e4) / 1e4)
    const where = `r ${tenth(Math.abs(place.r))}, z ${tenth(place.z)} mm`
    const text = (br, bz) => `|B| ${significant(Math.hypot(br, bz), 4)}, Br ${significant(br, 3)}, Bz ${significant(bz, 4)} T`
    line.textContent = `${where}: ${text(field.br, field.bz)}`
    const { run, isPreview, picture } = this.shown
    if (isPreview || run === null || picture.stage === undefined || picture.stage === null) return
    this.#exact = setTimeout(async () => {
      try {
        const values = await this.#session.call('run/field', { run, stage: picture.stage, points: [[Math.abs(place.r), place.z]] })
        const [br, bz] = numbersOf(values.field)
        const [error] = numbersOf(values.error)
        const [b, r, z] = [withError(Math.hypot(br, bz), error), withError(br, error), withError(bz, error)]
        line.textContent = `${where}: |B| ${b.value}, Br ${r.value}, Bz ${z.value} (${b.error}) T`
      } catch { /* the next move asks again */ }
    }, 120)
  }

  // MARK: Keeping

  pin() {
    if (this.baseline) {
      if (this.baseline.run !== null && this.baseline.run !== this.shown?.run) this.#released.push(this.baseline.run)
      this.baseline = null
    } else if (this.shown && !this.shown.isPreview) {
      this.baseline = { run: this.shown.run, summary: this.shown.summary, history: this.shown.history, profile: this.#profileSeries(), share: this.#share, caseText: this.shown.caseText, files: structuredClone(this.state.files) }
    } else return
    byId('pin').setAttribute('aria-pressed', String(Boolean(this.baseline)))
    byId('pin').textContent = this.baseline ? 'Unpin' : 'Pin'
    this.#present(true)
  }

  #cards = Promise.resolve([])

  /** Jc of a material as a table, to be changed point by point. */
  async editPoints(material) {
    const fields = [0, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 7, 8]
    const temperatures = [5, 10, 20, 30]
    try {
      const curves = await this.#session.call('case/materials', { ...this.parameters, temperatures, fluxDensity: 8 })
      const curve = curves.find(({ name }) => name === material)
      if (!curve) { this.#notify('No bulk is made of this material.'); return }
      const value = (t, b) => curve.criticalCurrentDensity[t * 81 + Math.round(b * 10)]
      const isConstant = temperatures.every((_, t) => value(t, 0) === value(0, 0))
      const used = temperatures.filter((_, t) => (isConstant ? t === 0 : value(t, 0) > 1e-3 * value(0, 0)))
      const lines = [['B (T)', ...used.map((t) => (isConstant ? 'Jc (A/m^2)' : `Jc ${t} K (A/m^2)`))].join(';'), ...fields.map((b) => [Math.round(b * 10) / 10, ...used.map((_, t) => Number(value(t, b).toPrecision(4)))].join(';'))]
      const dialog = byId('dialog')
      dialog.onclick = null
      dialog.innerHTML = `<h2 id="dialog-title">Jc of ${escape(material)}</h2><label class="field"><span>one field a line; units stand in the head</span><textarea rows="14" cols="52" spellcheck="false">${escape([...new Set(lines)].join('\n'))}</textarea></label><div class="actions"><button value="no">Cancel</button><button class="primary" value="yes">Read it</button></div>`
      dialog.showModal()
      for (const button of dialog.querySelectorAll('button')) button.onclick = () => {
        const { value: text } = dialog.querySelector('textarea')
        dialog.close()
        if (button.value === 'yes') this.addTable(new File([text], `${material}-points.csv`), material)
      }
    } catch (error) { if (!error.isCancelled) this.#notify(error.message, true) }
  }

  async addTable(file, material) {
    const table = await chooseTable(this.#session, file, ['jc'], this.#notify)
    if (!table) return
    const name = file.name.replace(/[^\w.-]/g, '_')
    this.change((tree, files) => {
      const target = tree.materials[material ?? Object.keys(tree.materials)[0]]
      files[name] = table.text
      delete target.card
      target.jc = { law: 'table', file: name }
      // The table says how Jc falls with temperature, or was measured at one alone.
      delete target.temperature
      delete target.validity
      target.assumptions = [...(target.assumptions ?? []).filter((text) => !/Jc/.test(text)), `Jc is that of the table ${name}.`]
    })
  }

  /** Draws everything again. */
  refresh() { if (this.shown) this.#present(true) }
}

/** A picture with what it was asked for. */
function seen(picture, { window, line, along }) { return { ...picture, window, along: { ...along, places: line } } }

function readPicture(picture) {
  return {
    ...picture, br: numbersOf(picture.br), bz: numbersOf(picture.bz), flux: numbersOf(picture.flux), line: numbersOf(picture.line),
    bulks: picture.bulks.map((bulk) => ({ ...bulk, currentDensity: numbersOf(bulk.currentDensity), share: numbersOf(bulk.share), temperature: numbersOf(bulk.temperature) })),
    stress: picture.stress && { points: numbersOf(picture.stress.points), triangles: numbersOf(picture.stress.triangles), hoop: numbersOf(picture.stress.hoop) },
  }
}
