// The page: the session, what was opened, tabs, keys, and what is kept.

import { Session } from './session.js'
import { MagnetView } from './magnet.js'
import { FurnaceView } from './furnace.js'
import { SweepView } from './sweep.js'
import { chartSVG, png, report, save, sweepFile } from './files.js'
import { displayUnit, escape, plain } from './numbers.js'

const byId = (id) => document.getElementById(id)

// MARK: Light and dark

const theme = byId('theme')
const prefersDark = matchMedia('(prefers-color-scheme: dark)')
let chosenTheme = null
const showTheme = () => { document.documentElement.dataset.theme = chosenTheme ?? (prefersDark.matches ? 'dark' : 'light') }
showTheme()
prefersDark.onchange = showTheme
theme.onclick = () => { chosenTheme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'; showTheme(); magnet?.refresh() }

// MARK: Messages

let toastTimer = 0
function notify(text, isLong = false) {
  const toast = byId('toast')
  toast.textContent = text
  toast.classList.add('shown')
  clearTimeout(toastTimer)
  toastTimer = setTimeout(() => toast.classList.remove('shown'), isLong ? 9000 : 3000)
}

let told = ''
function tellState(state) {
  if (state === told) return
  const before = told
  told = state
  const status = byId('status')
  status.hidden = state === 'open'
  status.className = state === 'lost' ? 'status bad' : 'status'
  if (state === 'slow') status.textContent = 'The program does not answer; it is busy or was stopped.'
  else if (state === 'lost') {
    magnet?.lose()
    status.innerHTML = '<span>The program has stopped or the connection is lost. This page tries again each second; what you see stays. A program that is started anew has a new address: copy the state, and paste it onto its page.</span> <button id="copy-state">Copy the state</button> <button id="save-case">Save case.yaml</button>'
    byId('copy-state').onclick = () => copy(location.hash || '#', 'The state is copied; paste it onto the page of the program that was started anew.')
    byId('save-case').onclick = () => { if (magnet?.shown) save(`${magnet.state.tree.name ?? 'case'}.yaml`, magnet.shown.caseText, 'application/yaml') }
    keepLost()
  } else {
    status.textContent = ''
    if (before === 'lost') localStorage.removeItem(lostKey)
  }
}

// MARK: A state whose program is gone

// Told by the browser to pages of the same port alone: where it was chosen with --port.
const lostKey = 'fem-bulk: state without a program'

function keepLost() {
  if (!magnet?.state || location.hash.length < 2) return
  try { localStorage.setItem(lostKey, JSON.stringify({ name: opened, fragment: location.hash.slice(1) })) } catch { /* no room: the address has it */ }
}

/** Offers the state of a page of the same work, of a program that was stopped. */
function offerLost() {
  const text = localStorage.getItem(lostKey)
  if (!text || location.hash.length > 1) return
  const { name, fragment } = JSON.parse(text)
  if (name !== opened) return
  const status = byId('status')
  status.hidden = false
  status.className = 'status'
  status.innerHTML = '<span>The program was stopped while a page had another state of this case.</span> <button id="take-lost">Go on with it</button> <button id="drop-lost">No</button>'
  const done = () => { status.hidden = true; localStorage.removeItem(lostKey) }
  byId('take-lost').onclick = () => { done(); magnet.take(fragment) }
  byId('drop-lost').onclick = done
}

addEventListener('hashchange', () => {
  if (!magnet?.state) return
  // The link that skips to the results is no state.
  if (location.hash.includes('=')) magnet.take(location.hash.slice(1))
  else magnet.keepAddress()
})
addEventListener('paste', (event) => {
  if (event.target.closest?.('input, textarea, dialog')) return
  const fragment = /#(\S+)\s*$/.exec(event.clipboardData?.getData('text') ?? '')?.[1]
  if (!fragment || !magnet?.state) return
  event.preventDefault()
  choose('magnet')
  magnet.take(fragment)
})

// MARK: Beginning

let magnet = null
let furnace = null
let sweep = null
let opened = null
// Done when the magnet's tab has its case: a table of points may be there before it.
let ready = null
const session = new Session(tellState, async () => {
  const work = await session.call('opened')
  const isFirst = opened === null
  opened = work.name
  if (!magnet) {
    magnet = new MagnetView(session, notify)
    furnace = new FurnaceView(byId('furnace'), session, notify)
    sweep = new SweepView(byId('sweep'), session, notify, async (changes) => {
      choose('magnet')
      await ready
      if (magnet.state) magnet.edit(changes, true)
    })
    const other = { design: 'furnace', sweep: 'sweep' }[work.kind]
    if (other) { byId(`tab-${other}`).hidden = false; choose(other) }
  }
  if (work.kind === 'design') furnace.open()
  if (work.kind === 'sweep') sweep.open()
  ready = magnet.open(work, location.hash.slice(1))
  await ready
  if (isFirst) offerLost()
})

// MARK: Tabs

const tabs = ['magnet', 'furnace', 'sweep']
function choose(name) {
  for (const tab of tabs) {
    byId(tab).hidden = tab !== name
    byId(`tab-${tab}`).setAttribute('aria-selected', String(tab === name))
    byId(`tab-${tab}`).tabIndex = tab === name ? 0 : -1
  }
}
for (const tab of tabs) {
  byId(`tab-${tab}`).onclick = () => choose(tab)
  byId(`tab-${tab}`).onkeydown = (event) => {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return
    const shown = tabs.filter((name) => !byId(`tab-${name}`).hidden)
    const other = shown[(shown.indexOf(tab) + (event.key === 'ArrowRight' ? 1 : shown.length - 1)) % shown.length]
    choose(other)
    byId(`tab-${other}`).focus()
  }
}

// MARK: Tools and keys

byId('undo').onclick = () => magnet?.undo()
byId('redo').onclick = () => magnet?.redo()
byId('pin').onclick = () => magnet?.pin()
byId('link').onclick = () => copy(location.href, 'The address is copied; opened again it shows the same state as long as this program runs, and pasted onto another page of this case there.')

async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text)
    notify(done)
  } catch { notify(text, true) }
}

addEventListener('keydown', (event) => {
  const isWriting = event.target.matches('input[type="text"], input:not([type]), select, textarea')
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !isWriting) {
    event.preventDefault()
    event.shiftKey ? magnet?.redo() : magnet?.undo()
  } else if (!isWriting && !event.ctrlKey && !event.metaKey && !event.altKey && !byId('dialog').open) {
    if (event.key === 'p') magnet?.pin()
    if (event.key === ' ' && !event.target.closest('button, summary, [role="slider"], input')) { event.preventDefault(); magnet?.play() }
  }
  if (event.key === 'Escape') for (const menu of document.querySelectorAll('.menu[open]')) { menu.open = false; menu.querySelector('summary').focus() }
})
addEventListener('pointerdown', (event) => { for (const menu of document.querySelectorAll('.menu[open]')) if (!menu.contains(event.target)) menu.open = false })

addEventListener('dragover', (event) => event.preventDefault())
addEventListener('drop', (event) => {
  event.preventDefault()
  const [file] = event.dataTransfer?.files ?? []
  if (file && event.target.closest('.results')) magnet?.measured.add(file)
  else if (file) magnet?.addTable(file)
})

const exports = {
  case: async (name) => save(`${name}.yaml`, (await session.call('case/check', magnet.parameters)).text, 'application/yaml'),
  history: (name) => save(`${name}-history.csv`, magnet.history.csv(), 'text/csv'),
  profile: (name) => save(`${name}-profile.csv`, magnet.profile.csv(), 'text/csv'),
  'section-svg': (name) => save(`${name}-section.svg`, magnet.section.svg(name), 'image/svg+xml'),
  'section-png': async (name) => save(`${name}-section.png`, await png(magnet.section.svg(name), magnet.section.width, magnet.section.height)),
  'history-svg': (name) => save(`${name}-history.svg`, chartSVG(byId('history')), 'image/svg+xml'),
  'profile-svg': (name) => save(`${name}-profile.svg`, chartSVG(byId('profile')), 'image/svg+xml'),
  report: (name) => save(`${name}-report.html`, report(magnet, [
    { title: 'Section', svg: magnet.section.svg(name) }, { title: 'Profile', svg: chartSVG(byId('profile')) }, { title: 'History', svg: chartSVG(byId('history')) },
  ]), 'text/html'),
  sweep: (name) => askSweep(name),
}

for (const button of document.querySelectorAll('[data-export]')) {
  button.onclick = async () => {
    button.closest('details').open = false
    if (!magnet?.shown) return
    try { await exports[button.dataset.export](magnet.state.tree.name ?? 'case') } catch (error) { notify(error.message, true) }
  }
}

/** Ranges of keys, each from half to one and a half of what it is, to be changed. */
function askSweep(name) {
  const dialog = byId('dialog')
  const numbers = magnet.form.numbers
  const changed = [...document.querySelectorAll('.row.changed')].map((row) => row.dataset.key)
  dialog.innerHTML = `<h2 id="dialog-title">As sweep</h2><p class="dim">A sweep file for <code>fem-bulk sweep ${escape(name)}-sweep.yaml</code>; the case goes beside it. <code>fem-bulk explore ${escape(name)}-sweep.sqlite</code> shows its points as they come.</p><div id="ranges"></div><div class="actions"><button data-do="more">+ key</button><span class="spacer"></span><button data-do="no">Cancel</button><button class="primary" data-do="yes">Save both files</button></div>`
  const ranges = dialog.querySelector('#ranges')
  const add = (key) => {
    const line = document.createElement('div')
    line.className = 'actions'
    line.innerHTML = `<label class="field"><span>key</span><select>${numbers.map((number) => `<option${number.key === key ? ' selected' : ''}>${escape(number.key)}</option>`).join('')}</select></label>${['from', 'to', 'count'].map((text) => `<label class="field"><span>${text}</span><input data-is="${text}" size="9"></label>`).join('')}`
    const fill = () => {
      const number = numbers.find((number) => number.key === line.querySelector('select').value)
      const unit = displayUnit(number)
      const value = magnet.form.value(number.key) / unit.size
      line.querySelector('[data-is="from"]').value = plain(value * 0.5)
      line.querySelector('[data-is="to"]').value = plain(value === 0 ? 1 : value * 1.5)
      line.querySelector('[data-is="count"]').value ||= 5
      line.dataset.unit = unit.symbol
    }
    line.querySelector('select').onchange = fill
    ranges.append(line)
    fill()
  }
  for (const key of changed.length > 0 ? changed.slice(0, 4) : [numbers[0].key]) add(key)
  dialog.onclick = async (event) => {
    const what = event.target.dataset?.do
    if (what === 'more') add(numbers[0].key)
    if (what === 'no') dialog.close()
    if (what !== 'yes') return
    const chosen = [...ranges.children].map((line) => ({
      key: line.querySelector('select').value, unit: line.dataset.unit,
      ...Object.fromEntries(['from', 'to', 'count'].map((text) => [text, Number(line.querySelector(`[data-is="${text}"]`).value)])),
    }))
    dialog.close()
    await exports.case(name)
    save(`${name}-sweep.yaml`, sweepFile(name, chosen), 'application/yaml')
  }
  dialog.showModal()
}
