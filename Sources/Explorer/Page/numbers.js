// Numbers and their units as text.

const minus = '\u2212'

/** A number with so many digits that count. */
export function significant(value, digits = 4) {
  if (!Number.isFinite(value)) return '\u2013'
  if (value === 0) return '0'
  const size = Math.abs(value)
  const text = size >= 1e6 || size < 1e-4 ? power(value.toExponential(digits - 1)) : String(Number(value.toPrecision(digits)))
  return text.replace(/^-/, minus)
}

function power(text) {
  const [mantissa, exponent] = text.split('e')
  const raised = String(Number(exponent)).replace(/[-\d]/g, (c) => (c === '-' ? '\u207b' : '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'[c]))
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa
  return short === '1' ? `10${raised}` : `${short}\u00d710${raised}`
}

/** A value to the place that two digits of its error reach, as the program prints it: 2.8316 ± 0.0017. */
export function withError(value, error) {
  if (!Number.isFinite(value)) return { value: '\u2013', error: '' }
  if (!(error > 0)) return { value: value.toFixed(4).replace(/^-/, minus), error: '' }
  let place = Math.floor(Math.log10(error)) - 1
  if (Number(error.toFixed(Math.max(0, -place))) >= 10 ** (place + 2)) place += 1
  const decimals = Math.min(12, Math.max(0, -place))
  const size = 10 ** Math.max(0, place)
  const text = (x) => (Math.round(x / size) * size).toFixed(0)
  return {
    value: (decimals > 0 ? value.toFixed(decimals) : text(value)).replace(/^-/, minus),
    error: `\u00b1\u2009${decimals > 0 ? error.toFixed(decimals) : text(error)}`,
  }
}

/** 42 s, 17 min, 1.5 h, 3 d */
export function duration(seconds) {
  const size = Math.abs(seconds)
  const [unit, length] = size < 1e-3 && size > 0 ? ['\u00b5s', 1e-6] : size < 1 && size > 0 ? ['ms', 1e-3] : size < 120 ? ['s', 1]
    : size < 7200 ? ['min', 60] : size < 2 * 86400 ? ['h', 3600] : ['d', 86400]
  return `${significant(seconds / length, 3)}\u2009${unit}`
}

/** Ticks in round steps within a range. */
export function ticks(low, high, most = 6) {
  if (!(high > low)) return [low]
  const rough = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough * (1 - 1e-9))
  const first = Math.ceil(low / step - 1e-9)
  const result = []
  for (let k = first; k * step <= high + 1e-9 * step; k++) result.push(Number((k * step).toPrecision(12)))
  return result
}

/** A round number not below this. */
export function roundUp(value) {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].map((m) => m * power).find((s) => s >= value * (1 - 1e-9))
}

const preferred = ['mm', 'T', 'K', 'T/h', 'MA/m^2', '%', 'GPa', 'MPa']

/** The unit that a value is shown in. */
export function displayUnit(number) {
  const { units, value } = number
  if (units.length === 0) return { symbol: '', size: 1 }
  const favourite = preferred.map((symbol) => units.find((unit) => unit.symbol === symbol)).find((unit) => unit)
  if (favourite && units.some((unit) => unit.symbol === 's')) return favourite
  if (units[0].symbol === 's') {
    const fitting = ['d', 'h', 'min', 's', 'ms'].map((symbol) => units.find((unit) => unit.symbol === symbol)).filter((unit) => unit)
    return fitting.find((unit) => Math.abs(value) >= unit.size) ?? units[0]
  }
  return favourite ?? units[0]
}

/** A number without needless digits, for a field of a form. */
export function plain(value) { return String(Number(value.toPrecision(10))) }

/** A value with a unit as it stands in a case: `15 mm`; null for what is none. */
export function parseQuantity(text, units) {
  const match = /^\s*([-+\u2212]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*$/.exec(text)
  if (!match) return null
  const value = Number(match[1].replace(minus, '-'))
  if (units.length === 0) return match[2] === '' ? { value, unit: { symbol: '', size: 1 } } : null
  const unit = units.find((unit) => unit.symbol === match[2])
  return unit ? { value: value * unit.size, unit } : null
}

/** A unit as people write it: A/m². */
export function unitText(unit) { return unit.replace(/\^2/g, '\u00b2').replace(/\^3/g, '\u00b3').replace(/^C$|(?<=^|[ (])C(?=\/|$)/, '\u00b0C') }

export function escape(text) { return String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]) }
