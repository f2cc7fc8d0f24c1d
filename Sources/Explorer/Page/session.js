// The session of the program over WebSocket: requests, answers, cancelling, and coming back after a break.

export class SessionError extends Error {
  constructor({ code, message, data }) {
    super(message)
    this.code = code
    this.findings = data?.findings ?? []
  }
  get isCancelled() { return this.code === -32800 }
}

export class Session {
  #socket = null
  #next = 1
  #waiting = new Map()
  #heard = 0
  #tellState
  #onOpen

  /** @param tellState called with 'open', 'slow' or 'lost'; @param onOpen called when a connection is there, again after each break. */
  constructor(tellState, onOpen) {
    this.#tellState = tellState
    this.#onOpen = onOpen
    this.#connect()
    setInterval(() => this.#watch(), 1000)
  }

  #connect() {
    const socket = new WebSocket(new URL('session', location.href.split('#')[0]).href.replace(/^http/, 'ws'))
    this.#socket = socket
    socket.onopen = async () => {
      this.#heard = performance.now()
      try {
        await this.call('initialize', { protocolVersion: 1 })
        this.#tellState('open')
        this.#onOpen()
      } catch (error) { if (!error.isCancelled) console.error(error) }
    }
    socket.onmessage = ({ data }) => {
      this.#heard = performance.now()
      const message = JSON.parse(data)
      const waiting = this.#waiting.get(message.id)
      if (!waiting) return
      this.#waiting.delete(message.id)
      this.#tellState('open')
      if (message.error) waiting.reject(new SessionError(message.error))
      else waiting.resolve(message.result)
    }
    socket.onclose = () => {
      if (this.#socket !== socket) return
      this.#tellState('lost')
      for (const { reject } of this.#waiting.values()) reject(new SessionError({ code: -32800, message: 'the connection was lost' }))
      this.#waiting.clear()
      setTimeout(() => this.#connect(), 1000)
    }
  }

  // A program that was stopped keeps its connections open and answers nothing.
  #watch() {
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    if (performance.now() - this.#heard > 4000 && this.#waiting.size > 0) this.#tellState('slow')
    if (this.#waiting.size === 0 && performance.now() - this.#heard > 3000) {
      this.call('initialize', { protocolVersion: 1 }).catch(() => {})
    }
  }

  /** A promise of the result, with `cancel()`. */
  call(method, params = {}) {
    const id = this.#next++
    const promise = new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) {
        reject(new SessionError({ code: -32800, message: 'there is no connection' }))
        return
      }
      this.#waiting.set(id, { resolve, reject })
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
    promise.cancel = () => {
      if (this.#waiting.has(id)) this.#send({ method: '$/cancelRequest', params: { id } })
    }
    return promise
  }

  #send(message) { this.#socket.send(JSON.stringify({ jsonrpc: '2.0', ...message })) }
}

const decoded = Uint8Array.fromBase64 ?? ((text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)))

/** Numbers of an array of the protocol, in the precision in which they came. */
export function numbersOf(array) {
  if (!array) return null
  return array.float32 === undefined ? new Float64Array(decoded(array.float64).buffer) : new Float32Array(decoded(array.float32).buffer)
}

/** Columns of a table by name. */
export function columns(table) {
  const values = numbersOf(table.values)
  const count = table.values.shape[1]
  return Object.fromEntries(table.names.map((name, row) => [name, values.subarray(row * count, (row + 1) * count)]))
}
