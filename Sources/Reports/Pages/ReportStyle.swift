/// The look of a report: one column on a telephone, several on a wide screen, two on paper; dark where the reader wants it.
let reportStyle = """
  :root { --ink: #1a1a1a; --soft: #595959; --line: #d4d4d4; --paper: #ffffff; --card: #f5f6f7; --accent: #00568a;
    --warn: #8a3b00; --warn-card: #fff4e8; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e8e8e8; --soft: #a8a8a8; --line: #3c3f43; --paper: #16181b; --card: #202327; --accent: #7cc4f5;
      --warn: #ffbe86; --warn-card: #33261a; }
  }
  * { box-sizing: border-box; }
  body { margin: 0 auto; padding: 1rem; max-width: 100rem; color: var(--ink); background: var(--paper);
    font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", Arial, sans-serif; }
  h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }
  h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; border-bottom: 1px solid var(--line); }
  h3 { margin: 1.2rem 0 .3rem; font-size: 1rem; }
  p, li, dd, td, th { overflow-wrap: break-word; }
  p, ul { max-width: 75ch; }
  .soft, figcaption { color: var(--soft); }
  .answer { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; }
  .answer > div { padding: .75rem 1rem; background: var(--card); border-left: 4px solid var(--accent); border-radius: 4px; }
  .answer dt { color: var(--soft); }
  .answer dd { margin: 0; }
  .answer .value { font-size: clamp(1.15rem, 5.5vw, 1.5rem); font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }
  .warning { padding: .75rem 1rem; color: var(--warn); background: var(--warn-card); border-left: 4px solid var(--warn);
    border-radius: 4px; }
  .warning ul { margin: 0; padding-left: 1.2rem; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
  th, td { padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
  td, tbody th { white-space: nowrap; }
  td.text { white-space: normal; min-width: 12rem; }
  thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
  tbody th { font-weight: 600; }
  .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); gap: 1.5rem; align-items: start; }
  figure { margin: 0; min-width: 0; }
  figure svg { display: block; width: 100%; max-width: 40rem; height: auto; }
  figcaption { font-size: .9rem; max-width: 40rem; margin-top: .25rem; }
  figure polygon { shape-rendering: crispEdges; }
  figure.full, figure.series { grid-column: 1 / -1; }
  figure.full { margin: 1rem 0; }
  figure.full svg, figure.full figcaption, figure.series figcaption { max-width: 78rem; }
  figure.full .narrow { display: none; }
  .row { display: grid; grid-template-columns: repeat(6, 1fr); gap: .75rem; max-width: 78rem; align-items: end; }
  .row p { margin: .2rem 0 0; text-align: center; font-size: .9rem; font-variant-numeric: tabular-nums; }
  @media screen and (max-width: 50rem) {
    figure.full .wide { display: none; }
    figure.full .narrow { display: block; }
    .row { grid-template-columns: repeat(2, 1fr); }
  }
  @media screen and (max-width: 40rem) {
    thead { display: none; }
    table, tbody { display: block; }
    tr { display: block; padding: .3rem 0; border-bottom: 1px solid var(--line); }
    tbody th, td { display: flex; justify-content: space-between; gap: 1rem; padding: .1rem 0; border: 0; }
    td, tbody th { white-space: normal; overflow-wrap: anywhere; }
    td[data-head] { text-align: right; }
    td[data-head]::before { content: attr(data-head); color: var(--soft); text-align: left; }
  }
  pre { overflow-x: auto; padding: .75rem; background: var(--card); font-size: .8rem; border-radius: 4px; }
  summary { cursor: pointer; }
  @media (prefers-color-scheme: dark) {
    figure svg [color="black"] { color: #e0e0e0; }
    figure svg [fill="black"] { fill: #e0e0e0; }
    figure svg [stroke="black"], figure svg [stroke="rgb(  0,   0,   0)"] { stroke: #e0e0e0; }
    figure svg [stroke="rgb(  0, 114, 178)"] { stroke: #4aa8e8; }
    figure svg [stroke="rgb(200, 200, 200)"] { stroke: #4a4d52; }
  }
  @media print {
    :root { --ink: #000; --soft: #333; --line: #bbb; --paper: #fff; --card: #fff; --accent: #00568a; --warn: #8a3b00; --warn-card: #fff; }
    @page { margin: 15mm; }
    body { padding: 0; font-size: 10pt; max-width: none; }
    .answer > div { border: 1px solid var(--line); border-left: 4px solid var(--accent); }
    .answer .value { font-size: 12pt; }
    .pictures { grid-template-columns: 1fr 1fr; gap: 5mm; }
    .row { grid-template-columns: repeat(3, 1fr); gap: 3mm; }
    figure, .answer > div, tr, li { break-inside: avoid; }
    h2, h3 { break-after: avoid; }
    .scroll, pre { overflow: visible; }
    table { font-size: 8pt; }
    th, td { padding-right: 1.5mm; }
    td, td.text, tbody th { white-space: normal; min-width: 0; }
    table.break { overflow-wrap: anywhere; }
    table.break th, table.break td { overflow-wrap: inherit; }
    table.break th:first-child { white-space: nowrap; overflow-wrap: normal; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; }
    figure svg [color="black"] { color: #000; }
    figure svg [fill="black"] { fill: #000; }
    figure svg [stroke="black"], figure svg [stroke="rgb(  0,   0,   0)"] { stroke: #000; }
  }
  """
