// The numbers of the case: a slider and a field with unit for each, made from the program's own table of keys.

import { displayUnit, escape, parseQuantity, plain, roundUp } from './numbers.js'
import { steps, valueAt } from './state.js'

const titles = { protocol: 'Protocol', bulks: 'Bulks', materials: 'Materials', sources: 'Sources', supports: 'Supports', cooling: 'Cooling', probes: 'Probes' }
const stages = {
  cool: { cool: { field: '7 T', temperature: '5 K' } },
  ramp: { ramp: { field: '0 T', rate: '4.8 T/h' } },
  hold: { hold: { duration: '1 h' } },
  temperature: { temperature: { to: '10 K', rate: '0.5 K/min' } },
}

export class Form {
  #host
  #state
  #tell
  #numbers = []
  #rows = new Map()
  #opened = new Set(['protocol', 'bulks'])
  #cards = []

  /** @param tell `edit(changes, isDone)` with texts by keys, `begin()`, `change(change)`, `table(file, material)`, `points(material)`. */
  constructor(host, tell) {
    this.#host = host
    this.#tell = tell
    host.addEventListener('toggle', (event) => {
      const name = event.target.dataset?.section
      if (name) this.#opened[event.target.open ? 'add' : 'delete'](name)
    }, true)
  }

  build(state, numbers, cards) {
    this.#state = state
    this.#numbers = numbers
    this.#cards = cards
    this.#rows.clear()
    const sections = new Map()
    for (const number of numbers) {
      const [first] = steps(number.key)
      const name = titles[first] ? first : 'other'
      if (!sections.has(name)) sections.set(name, [])
      sections.get(name).push(number)
    }
    for (const name of ['probes', 'sources']) if (!sections.has(name) && name === 'probes') sections.set(name, [])
    const focus = this.#host.contains(document.activeElement) ? document.activeElement.id : null
    this.#host.replaceChildren()
    const problems = element('div', 'problems')
    problems.setAttribute('role', 'alert')
    this.#host.append(problems)
    const order = ['protocol', 'bulks', 'sources', 'materials', 'supports', 'cooling', 'probes', 'other']
    for (const name of order.filter((name) => sections.has(name))) this.#host.append(this.#section(name, sections.get(name)))
    if (focus) document.getElementById(focus)?.focus()
    this.update()
  }

  get numbers() { return this.#numbers }

  /** The value of a key now [SI]. */
  value(key) {
    const number = this.#numbers.find((number) => number.key === key)
    const text = valueAt(this.#state.tree, key)
    return parseQuantity(String(text ?? ''), number?.units ?? [])?.value ?? number?.value
  }

  #section(name, numbers) {
    const details = element('details')
    details.dataset.section = name
    details.open = this.#opened.has(name)
    const summary = element('summary')
    summary.append(titles[name] ?? 'Accuracy and numerics', element('span', 'dim'))
    details.append(summary)
    const groups = new Map()
    for (const number of numbers) {
      const path = steps(number.key)
      const id = name === 'other' ? '' : path[1]
      if (!groups.has(id)) groups.set(id, [])
      groups.get(id).push(number)
    }
    for (const [id, own] of groups) details.append(this.#group(name, id, own))
    details.append(this.#adding(name))
    return details
  }

  #group(name, id, numbers) {
    const group = element('div', 'group')
    const tree = this.#state.tree
    if (id !== '') {
      const title = element('h4')
      const text = name === 'protocol' ? `${Number(id) + 1} ${Object.keys(tree.protocol[id])[0]}` : tree[name]?.[id]?.name ?? id
      title.append(text)
      const isOnly = name === 'bulks' && tree.bulks.length < 2 || name === 'protocol' && id === '0' || name === 'materials'
      if (['protocol', 'bulks', 'probes'].includes(name) && !isOnly) {
        const remove = element('button', 'plain')
        remove.textContent = 'remove'
        remove.setAttribute('aria-label', `Remove ${text}`)
        remove.onclick = () => this.#tell.change((tree) => { Array.isArray(tree[name]) ? tree[name].splice(Number(id), 1) : delete tree[name][id] })
        title.append(remove)
      }
      group.append(title)
    }
    if (name === 'bulks' && id !== '' && tree.bulks?.[id]?.material) group.append(this.#choice(`bulks[${id}].material`, 'material', Object.keys(tree.materials ?? {})))
    if (name === 'materials' && this.#cards.length > 0) group.append(this.#cardChoice(id))
    for (const number of numbers) group.append(this.#row(number, name))
    if (name === 'materials') {
      const drop = element('div', 'drop')
      drop.innerHTML = 'Drop a table of Jc here, or '
      const label = element('label', 'file')
      label.append('choose one')
      const input = element('input')
      input.type = 'file'
      input.accept = '.csv,.txt,.dat,text/*'
      input.dataset.material = id
      input.onchange = () => { if (input.files[0]) this.#tell.table(input.files[0], id); input.value = '' }
      label.append(input)
      const edit = element('button', 'plain')
      edit.textContent = 'edit as points'
      edit.onclick = () => this.#tell.points(id)
      drop.append(label, edit)
      drop.ondragover = (event) => { event.preventDefault(); drop.classList.add('over') }
      drop.ondragleave = () => drop.classList.remove('over')
      drop.ondrop = (event) => { event.preventDefault(); event.stopPropagation(); drop.classList.remove('over'); const [file] = event.dataTransfer.files; if (file) this.#tell.table(file, id) }
      group.append(drop)
    }
    return group
  }

  #choice(key, text, options) {
    const row = element('div', 'row')
    const id = `word-${key.replace(/\W+/g, '-')}`
    row.innerHTML = `<label for="${id}">${text}</label>`
    const select = element('select')
    select.id = id
    for (const option of options) select.append(new Option(option, option))
    select.value = valueAt(this.#state.tree, key)
    select.onchange = () => this.#tell.edit({ [key]: select.value }, true)
    row.append(select)
    return row
  }

  #cardChoice(material) {
    const row = element('div', 'row')
    const id = `card-${material.replace(/\W+/g, '-')}`
    row.innerHTML = `<label for="${id}">from card</label>`
    const select = element('select')
    select.id = id
    select.append(new Option('as below', ''))
    for (const card of this.#cards) {
      const option = new Option(card.name, card.name)
      option.title = card.summary
      select.append(option)
    }
    select.onchange = () => { if (select.value) this.#tell.change((tree) => { tree.materials[material] = { card: select.value } }) }
    row.append(select)
    return row
  }

  #row(number, section) {
    const row = element('div', 'row')
    row.dataset.key = number.key
    const path = steps(number.key)
    const text = (section === 'other' ? path : path.slice(section === 'protocol' ? 3 : 2)).join(' ').replace(/_/g, ' ') || path.at(-1)
    const id = `value-${number.key.replace(/\W+/g, '-')}`
    const unit = displayUnit(number)
    row.title = `${number.documentation}${number.units.length > 0 ? ` Units: ${number.units.map((u) => u.symbol).join(', ')}.` : ''}`
    const label = element('label')
    label.textContent = text
    label.htmlFor = id
    const slider = element('input')
    slider.type = 'range'
    slider.setAttribute('aria-label', `${number.key}, ${unit.symbol || 'number'}`)
    const field = element('input')
    Object.assign(field, { type: 'text', id, spellcheck: false, autocomplete: 'off' })
    row.append(label, slider, field)
    const entry = { number, row, slider, field, unit, scale: this.#scale(number, unit) }
    this.#rows.set(number.key, entry)
    const finish = () => {
      entry.scale = this.#scale({ ...number, value: this.value(number.key) }, unit)
      this.#tell.edit({}, true)
      this.#updateRow(entry)
    }
    slider.addEventListener('pointerdown', () => {
      this.#tell.begin()
      // A slider that ends where it began tells of no change.
      const until = new AbortController()
      for (const name of ['pointerup', 'pointercancel']) addEventListener(name, () => { until.abort(); finish() }, { signal: until.signal, capture: true })
    })
    slider.addEventListener('keydown', (event) => { if (event.key.startsWith('Arrow') || event.key.startsWith('Page')) this.#tell.begin() })
    slider.oninput = () => this.#tell.edit({ [number.key]: this.#text(entry, entry.scale.value(Number(slider.value))) }, false)
    slider.onchange = finish
    field.onchange = () => {
      const bare = number.units.length > 0 && /^[-+\u2212\d.eE\s]+$/.test(field.value)
      const written = bare ? `${field.value.trim()} ${entry.unit.symbol}` : field.value.trim()
      const parsed = parseQuantity(written, number.units)
      if (!parsed) {
        this.#mark(entry, number.units.length > 0 ? `write a number with one of the units ${number.units.map((u) => u.symbol).join(', ')}` : 'write a number')
        return
      }
      this.#tell.begin()
      this.#tell.edit({ [number.key]: written.replace('\u2212', '-') }, true)
      entry.scale = this.#scale({ ...number, value: parsed.value }, entry.unit)
      this.#updateRow(entry)
    }
    return row
  }

  /** Where a slider begins and ends: within the bounds of the key, around the value that it has. */
  #scale({ value, lower, upper, units, isInteger, key }, unit) {
    const size = Math.abs(value)
    const isPlace = units.some((u) => u.symbol === 'mm')
    // What spans powers of ten moves by factors.
    if (value > 0 && (lower ?? -1) >= 0 && (size >= 1e5 || units.some((u) => ['A/m^2', 'V/m', 'K/s', 'T/s', 's'].includes(u.symbol)))) {
      const [low, high] = [Math.log(size / 8), Math.log(size * 8)]
      return { min: 0, max: 400, step: 1, place: (v) => ((Math.log(Math.max(v, 1e-300)) - low) / (high - low)) * 400, value: (p) => Number(Math.exp(low + (p / 400) * (high - low)).toPrecision(3)) }
    }
    let [low, high] = [lower ?? -Infinity, upper ?? Infinity]
    const largest = Math.max(...this.#numbers.filter((n) => n.units.some((u) => u.symbol === 'mm')).map((n) => Math.abs(n.value)), 1e-3)
    const span = isPlace ? largest : units.some((u) => u.symbol === 'T') ? Math.max(8, 1.2 * size) : size || 1
    if (high === Infinity) high = isPlace ? (Math.max(value, 0) + span) : units.some((u) => u.symbol === 'K') ? Math.max(40, roundUp(1.2 * size)) : Math.max(roundUp(2 * size), units.some((u) => u.symbol === 'T') ? span : 0)
    if (low === -Infinity) low = isPlace ? Math.min(value, 0) - span : units.some((u) => u.symbol === 'T') ? -high : Math.min(0, 2 * value)
    const bottom = Math.max(low, isPlace && /radius/.test(key) ? 0 : low)
    const rough = (high - bottom) / 400 / unit.size
    const power = 10 ** Math.floor(Math.log10(rough))
    const step = isInteger ? 1 : [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough)
    const decimals = Math.max(0, -Math.floor(Math.log10(step)))
    return { min: bottom / unit.size, max: high / unit.size, step, place: (v) => v / unit.size, value: (p) => Number(p.toFixed(decimals)) * unit.size }
  }

  #text({ number, unit }, value) { return unit.symbol ? `${plain(value / unit.size)} ${unit.symbol}` : plain(value) }

  /** Shows the values that the case has now, of some keys or of all. */
  update(keys) {
    for (const key of keys ?? this.#rows.keys()) if (this.#rows.has(key)) this.#updateRow(this.#rows.get(key))
    if (keys) return
    const tree = this.#state.tree
    const brief = {
      protocol: () => tree.protocol.map((stage) => Object.keys(stage)[0]).join(', '),
      bulks: () => tree.bulks?.map((bulk) => bulk.name).join(', '),
      materials: () => Object.keys(tree.materials ?? {}).join(', '),
      probes: () => Object.keys(tree.probes ?? {}).join(', '),
      other: () => tree.accuracy,
    }
    for (const details of this.#host.querySelectorAll('details[data-section]')) details.querySelector('summary .dim').textContent = brief[details.dataset.section]?.() ?? ''
  }

  #updateRow(entry) {
    const { number, slider, field, row, unit } = entry
    const value = this.value(number.key)
    if (value === undefined) return
    const isWithin = entry.scale.place(value) >= entry.scale.min - 1e-9 && entry.scale.place(value) <= entry.scale.max + 1e-9
    if (!isWithin) entry.scale = this.#scale({ ...number, value }, unit)
    if (entry.shownScale !== entry.scale) {
      entry.shownScale = entry.scale
      Object.assign(slider, { min: entry.scale.min, max: entry.scale.max, step: entry.scale.step })
    }
    if (document.activeElement !== slider || Math.abs(Number(slider.value) - entry.scale.place(value)) > entry.scale.step) slider.value = entry.scale.place(value)
    const text = this.#text(entry, value)
    if (entry.shownText !== text) {
      entry.shownText = text
      slider.setAttribute('aria-valuetext', text)
    }
    if (field.value !== text && (document.activeElement !== field || field.getAttribute('aria-invalid') !== 'true')) field.value = text
    const before = valueAt(this.#state.base, number.key)
    const old = before === undefined ? undefined : parseQuantity(String(before), number.units)?.value
    row.classList.toggle('changed', valueAt(this.#state.tree, number.key) !== undefined && (old === undefined || Math.abs(old - value) > 1e-12 * Math.abs(old)))
  }

  #mark({ row, field }, text) {
    row.querySelector('.problem')?.remove()
    field.toggleAttribute('aria-invalid', false)
    if (!text) return
    field.setAttribute('aria-invalid', 'true')
    const problem = element('p', 'problem')
    problem.textContent = text
    row.append(problem)
  }

  /** Shows findings beside the values that they are about, the others above. */
  showProblems(findings, message) {
    for (const entry of this.#rows.values()) this.#mark(entry, null)
    const rest = []
    for (const { path, message } of findings) {
      const entry = this.#rows.get(path)
      if (entry) { this.#mark(entry, message); entry.row.closest('details').open = true } else rest.push(path ? `${path}: ${message}` : message)
    }
    if (findings.length === 0 && message) rest.push(message)
    const box = this.#host.querySelector('.problems')
    if (box) box.innerHTML = rest.map((text) => `<p>${escape(text)}</p>`).join('')
  }

  #adding(name) {
    const actions = element('div', 'actions')
    const button = (text, change) => {
      const made = element('button', 'plain')
      made.textContent = text
      made.onclick = () => this.#tell.change(change)
      actions.append(made)
    }
    if (name === 'protocol') for (const kind of ['ramp', 'hold', 'temperature']) button(`+ ${kind}`, (tree) => tree.protocol.push(structuredClone(stages[kind])))
    if (name === 'bulks') button('+ bulk', (tree) => {
      const last = tree.bulks.at(-1)
      const [low, high] = [parseFloat(last.z_min), parseFloat(last.z_max)]
      const all = tree.bulks.map((bulk) => Math.max(parseFloat(bulk.z_max)))
      const top = Math.max(...all)
      let count = tree.bulks.length + 1
      while (tree.bulks.some((bulk) => bulk.name === `bulk${count}`)) count++
      tree.bulks.push({ ...structuredClone(last), name: `bulk${count}`, z_min: `${plain(top + 0.001)} m`, z_max: `${plain(top + 0.001 + high - low)} m` })
    })
    if (name === 'probes') button('+ probe', (tree) => {
      tree.probes ??= {}
      let count = 1
      while (tree.probes[`probe${count}`]) count++
      tree.probes[`probe${count}`] = { r: '0 mm', z: '2 mm' }
    })
    return actions
  }
}

function element(name, style) {
  const made = document.createElement(name)
  if (style) made.className = style
  return made
}
