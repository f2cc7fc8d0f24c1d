// What a user takes away: files that the browser saves, where and when it is told to.

import { escape, withError } from './numbers.js'

export function save(name, content, type = 'text/plain') {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

const chartStyle = '<style>text{font:11px sans-serif;fill:#333}.grid{stroke:#ddd}.zero{stroke:#888}.curve{fill:none;stroke-width:1.8;stroke:currentColor}.ghost{stroke-dasharray:3 3;opacity:.7}.band{fill:currentColor;opacity:.18}.point{fill:currentColor}.mark{stroke:#0b5cad}.cursor{display:none}.series-0{color:#0b5cad}.series-1{color:#b5480b}.series-2{color:#1d7a4b}.series-3{color:#7a3fb0}.series-4{color:#8a6b00}.series-5{color:#b3265e}</style>'

/** A chart as a document of its own. */
export function chartSVG(host) {
  const drawn = host.querySelector('svg').cloneNode(true)
  drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  drawn.removeAttribute('aria-hidden')
  drawn.insertAdjacentHTML('afterbegin', chartStyle)
  const legend = [...host.querySelectorAll('.legend span')].map((span, k, all) => `<text class="${span.className}" x="${drawn.getAttribute('width') - 12 - 110 * (all.length - 1 - k)}" y="12" text-anchor="end" style="fill:currentColor">${escape(span.textContent)}</text>`).join('')
  drawn.insertAdjacentHTML('beforeend', legend)
  return new XMLSerializer().serializeToString(drawn)
}

/** SVG as PNG, twice as fine as on the page. */
export async function png(svg, width, height) {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = new OffscreenCanvas(2 * width, 2 * height)
  canvas.getContext('2d').drawImage(image, 0, 0, 2 * width, 2 * height)
  return canvas.convertToBlob({ type: 'image/png' })
}

/** One page with the numbers of all stages, the pictures as they are shown, the case and what is assumed. */
export function report(view, pictures) {
  const { summary, caseText } = view.shown
  const stages = summary.stages.map((stage, k) => `<h3>${k + 1} ${escape(stage.stage)}, ${stage.time_s} s, ${stage.applied_field_T} T, ${stage.temperature_K} K</h3><table>${view.rows(summary, k).map((row) => { const t = withError(row.value, row.error); return `<tr><td>${escape(row.name)}</td><td>${t.value}</td><td>${t.error}</td><td>${row.unit}</td></tr>` }).join('')}</table>`).join('')
  const assumptions = Object.values(view.state.tree.materials ?? {}).flatMap((material) => material.assumptions ?? [])
  return `<!doctype html><meta charset="utf-8"><title>${escape(summary.name)}</title><style>body{font:14px/1.5 sans-serif;max-width:900px;margin:24px auto;font-variant-numeric:tabular-nums}td{padding:2px 12px 2px 0}td:nth-child(2){text-align:right}pre{background:#f4f4f4;padding:12px;overflow:auto}svg{max-width:100%;height:auto}</style><h1>${escape(summary.name)}</h1><p>${escape(view.state.tree.description ?? '')}</p>${summary.warnings.map((text) => `<p><strong>Warning:</strong> ${escape(text)}</p>`).join('')}<h2>Results</h2>${stages}<h2>Pictures</h2>${pictures.map(({ title, svg }) => `<figure>${svg}<figcaption>${escape(title)}</figcaption></figure>`).join('')}<h2>Assumptions</h2><ul>${assumptions.map((text) => `<li>${escape(text)}</li>`).join('')}</ul><h2>Case</h2><p>Run by: fem-bulk simulate case.yaml</p><pre>${escape(caseText)}</pre>`
}

/** A sweep over the ranges of some keys of a case beside it. */
export function sweepFile(name, ranges) {
  return `# fem-bulk sweep ${name}-sweep.yaml\ncase: ${name}.yaml\naxes:\n${ranges.map(({ key, from, to, count, unit }) => `  - {key: "${key}", from: ${from}${unit ? ` ${unit}` : ''}, to: ${to}${unit ? ` ${unit}` : ''}, count: ${count}}`).join('\n')}\n`
}
