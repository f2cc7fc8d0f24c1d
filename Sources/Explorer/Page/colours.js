// Colour scales: one that grows, one with a middle. Both keep their order in grey and for the colour-blind.

// Viridis of matplotlib (CC0), every sixteenth colour.
const growing = ['440154', '481a6c', '472f7d', '414487', '39568c', '31688e', '2a788e', '23888e', '1f988b', '22a884', '35b779', '54c568', '7ad151', 'a5db36', 'd2e21b', 'fde725'].map(rgb)
// Blue to red through a light middle, after K. Moreland, "Diverging color maps for scientific visualization" (2009).
const diverging = ['3b4cc0', '5470de', '6f92f3', '8db0fe', 'aac7fd', 'c5d6f2', 'dddddd', 'f2cbb7', 'f7b194', 'ee8468', 'd65244', 'b40426'].map(rgb)

function rgb(hex) { return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)) }

/** 256 colours, one after the other. */
function table(stops) {
  const colours = new Uint8Array(3 * 256)
  for (let i = 0; i < 256; i++) {
    const x = (i / 255) * (stops.length - 1)
    const k = Math.min(stops.length - 2, Math.floor(x))
    for (let c = 0; c < 3; c++) colours[3 * i + c] = stops[k][c] + (x - k) * (stops[k + 1][c] - stops[k][c])
  }
  return colours
}

const tables = { growing: table(growing), diverging: table(diverging) }

export function colours(isDiverging) { return tables[isDiverging ? 'diverging' : 'growing'] }

/** The same as pixels of a canvas. */
function pixels(table) { return Uint32Array.from({ length: 256 }, (_, i) => new Uint32Array(Uint8Array.of(table[3 * i], table[3 * i + 1], table[3 * i + 2], 255).buffer)[0]) }

const palettes = { growing: pixels(tables.growing), diverging: pixels(tables.diverging) }

export function palette(isDiverging) { return palettes[isDiverging ? 'diverging' : 'growing'] }

/** A stop list for a gradient in CSS, from bottom to top. */
export function gradient(isDiverging) {
  const stops = isDiverging ? diverging : growing
  return `linear-gradient(to top, ${stops.map(([r, g, b]) => `rgb(${r} ${g} ${b})`).join(', ')})`
}
