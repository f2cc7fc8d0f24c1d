// The case that is shown, its history for undo and redo, and its form in the address.

/** `protocol[1].ramp.rate` as steps; names may have anything but dots and brackets. */
export function steps(key) { return [...key.matchAll(/[^.[\]]+/g)].map(([step]) => step) }

export function valueAt(tree, key) { return steps(key).reduce((node, step) => node?.[step], tree) }

function setAt(tree, key, value) {
  const path = steps(key)
  const last = path.pop()
  const owner = path.reduce((node, step) => node?.[step], tree)
  if (owner === undefined) return
  owner[last] = value
}

/** Text values of all leaves by their keys. */
function leaves(tree, prefix = '') {
  const result = new Map()
  const visit = (node, key) => {
    if (node !== null && typeof node === 'object') {
      for (const [name, child] of Object.entries(node)) visit(child, Array.isArray(node) ? `${key}[${name}]` : key ? `${key}.${name}` : name)
    } else result.set(key, node)
  }
  visit(tree, prefix)
  return result
}

export class CaseState {
  #past = []
  #future = []
  #tell

  /** @param tell called after each change with 'value' or 'shape': whether keys came or went. */
  constructor(tree, files, tell) {
    this.base = structuredClone(tree)
    this.tree = tree
    this.files = files
    this.#tell = tell
  }

  get text() { return JSON.stringify(this.tree) }

  /** Remembers the present, once for each movement of the hand. */
  begin() {
    const present = JSON.stringify({ tree: this.tree, files: this.files })
    if (this.#past.at(-1) === present) return
    this.#past.push(present)
    if (this.#past.length > 200) this.#past.shift()
    this.#future = []
  }

  set(key, text) {
    setAt(this.tree, key, text)
    this.#tell('value')
  }

  /** Any other change: `change` gets the tree and the files. */
  change(change) {
    this.begin()
    change(this.tree, this.files)
    this.#tell('shape')
  }

  get canUndo() { return this.#past.length > 0 }
  get canRedo() { return this.#future.length > 0 }

  undo() { this.#travel(this.#past, this.#future) }
  redo() { this.#travel(this.#future, this.#past) }

  #travel(from, to) {
    const present = JSON.stringify({ tree: this.tree, files: this.files })
    let next = from.pop()
    while (next === present) next = from.pop()
    if (!next) return
    to.push(present)
    const { tree, files } = JSON.parse(next)
    this.tree = tree
    this.files = files
    this.#tell('shape')
  }

  // MARK: The address

  /** What differs from the case that was opened, or all of it where keys came or went. */
  async fragment() {
    const [before, now] = [leaves(this.base), leaves(this.tree)]
    const isSame = before.size === now.size && [...now.keys()].every((key) => before.has(key)) && Object.keys(this.files).length === 0
    if (isSame) {
      const changes = [...now].filter(([key, value]) => before.get(key) !== value)
      return changes.map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/_/g, '%5F').replace(/%20/g, '_').replace(/%2F/g, '/').replace(/%5E/g, '^')}`).join('&')
    }
    const bytes = new TextEncoder().encode(JSON.stringify({ tree: this.tree, files: this.files }))
    const packed = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer())
    return `case=${btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join('')).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`
  }

  /** The state of an address in place of the present one. */
  async take(fragment) {
    const taken = new CaseState(structuredClone(this.base), {}, () => {})
    await taken.read(fragment)
    this.begin()
    this.tree = taken.tree
    this.files = taken.files
    this.#tell('shape')
  }

  /** The state of an address; nothing happens for one that says nothing. */
  async read(fragment) {
    if (!fragment) return
    if (fragment.startsWith('case=')) {
      const text = atob(fragment.slice(5).replace(/-/g, '+').replace(/_/g, '/'))
      const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0))
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
      const { tree, files } = JSON.parse(await new Response(stream).text())
      this.tree = tree
      this.files = files
      return
    }
    for (const part of fragment.split('&')) {
      const place = part.indexOf('=')
      if (place < 1) continue
      const key = decodeURIComponent(part.slice(0, place))
      if (valueAt(this.tree, key) !== undefined) setAt(this.tree, key, decodeURIComponent(part.slice(place + 1).replace(/_/g, ' ')))
    }
  }
}
