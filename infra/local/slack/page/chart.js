// @ts-check
/** The `data_visualization` block: a drawing, its legend, and the same numbers as a table for screen readers. */
import { drawPie, share } from './chart-pie.js'
import { fullNumber } from './chart-scale.js'
import { drawXy } from './chart-xy.js'
import { el, svg, uniqueId } from './dom.js'

/** @typedef {import('./blocks.js').AnyBlock} AnyBlock */
/** @typedef {import('./chart-xy.js').XyChart} XyChart */
/** @typedef {import('./chart-pie.js').Segment} Segment */

const FIRST_WIDTH = 520

/** Points are matched to categories by their label: their order is free. @param {AnyBlock} chart @returns {XyChart} */
function xyOf(chart) {
  const axis = chart.axis_config ?? {}
  const categories =
    axis.categories ?? chart.series?.[0]?.data?.map(/** @param {any} point */ point => point.label) ?? []
  const series = (chart.series ?? []).map(
    /** @param {any} each */ each => {
      const values = new Map(
        (each.data ?? []).map(/** @param {any} point */ point => [point.label, Number(point.value)]),
      )
      return {
        name: String(each.name),
        values: categories.map(/** @param {string} category */ category => values.get(category) ?? 0),
      }
    },
  )
  return { type: chart.type, categories, series, xLabel: axis.x_label, yLabel: axis.y_label }
}

/** @param {string} caption @param {string[]} head @param {string[][]} rows */
function hiddenTable(caption, head, rows) {
  return el(
    'table',
    { class: 'visually-hidden' },
    el('caption', {}, caption),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        head.map(text => el('th', { scope: 'col' }, text)),
      ),
    ),
    el(
      'tbody',
      {},
      rows.map(([first, ...rest]) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, first),
          rest.map(text => el('td', {}, text)),
        ),
      ),
    ),
  )
}

/** @param {string[]} names */
function legend(names) {
  return el(
    'ul',
    { class: 'legend', 'aria-hidden': 'true' },
    names.map((name, at) => el('li', {}, el('span', { class: `swatch series-${at}` }), name)),
  )
}

/** @param {string} title @param {string} description @param {(width: number) => { height: number, nodes: any[] }} draw */
function drawing(title, description, draw) {
  const [titleId, descId] = [uniqueId('chart'), uniqueId('chart')]
  const host = el('div', { class: 'chart-canvas' })
  let drawn = 0
  const redraw = /** @param {number} width */ width => {
    if (Math.abs(width - drawn) < 1 || width < 60) return
    drawn = width
    const { height, nodes } = draw(width)
    host.replaceChildren(
      svg(
        'svg',
        {
          role: 'img',
          'aria-labelledby': titleId,
          'aria-describedby': descId,
          viewBox: `0 0 ${width} ${height}`,
          width,
          height,
        },
        svg('title', { id: titleId }, title),
        svg('desc', { id: descId }, description),
        nodes,
      ),
    )
  }
  redraw(FIRST_WIDTH)
  // Drawn for the width at hand rather than scaled, so that its text stays readable on a phone.
  new ResizeObserver(([entry]) => redraw(entry?.contentRect.width ?? FIRST_WIDTH)).observe(host)
  return host
}

/** @param {string} title @param {Segment[]} segments */
function pie(title, segments) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0)
  const rows = segments.map(({ label, value }) => [label, fullNumber(value), share(value, total)])
  return [
    drawing(
      title,
      `Pie chart of ${segments.length} parts. ${rows.map(row => `${row[0]}: ${row[1]} (${row[2]})`).join('; ')}.`,
      width => drawPie(segments, width),
    ),
    legend(rows.map(row => `${row[0]} · ${row[2]}`)),
    hiddenTable(title, ['Part', 'Value', 'Share'], rows),
  ]
}

/** @param {string} title @param {XyChart} chart */
function xy(title, chart) {
  const names = chart.series.map(series => series.name)
  const rows = chart.categories.map((category, index) => [
    category,
    ...chart.series.map(series => fullNumber(series.values[index] ?? 0)),
  ])
  const axes = [chart.yLabel, chart.xLabel].filter(Boolean).join(' by ')
  return [
    drawing(
      title,
      `${chart.type} chart. ${axes ? `${axes}. ` : ''}Series: ${names.join(', ')}. From ${chart.categories[0]} to ${chart.categories.at(-1)}.`,
      width => drawXy(chart, width),
    ),
    legend(names),
    hiddenTable(title, [chart.xLabel ?? 'Category', ...names], rows),
  ]
}

/** @param {AnyBlock} block */
export function renderChart(block) {
  const chart = block.chart ?? {}
  const title = String(block.title ?? 'Chart')
  if (!['pie', 'bar', 'line', 'area'].includes(chart.type))
    throw new Error(`unknown chart type “${chart.type}”`)
  const parts = chart.type === 'pie' ? pie(title, chart.segments ?? []) : xy(title, xyOf(chart))
  return el('figure', { class: 'chart' }, el('figcaption', {}, title), parts)
}
