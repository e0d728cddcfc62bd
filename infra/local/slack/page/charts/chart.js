// @ts-check
/** The `data_visualization` block: a drawing, and the same numbers as a table for screen readers. */
import { useEffect, useId, useRef } from 'preact/hooks'
import { html } from '../dom/html.js'

/** @import { BlockProps } from '../blocks/blocks.js' */
/** @typedef {{ name: string, values: number[] }} Series */
/** @typedef {{ type: 'bar' | 'line', categories: string[], series: Series[], xLabel?: string | undefined, yLabel?: string | undefined }} ChartData */

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })

/** Points are matched to categories by their label: their order is free. @param {Record<string, any>} chart @returns {ChartData} */
export function dataOf(chart) {
  if (chart.type !== 'bar' && chart.type !== 'line') throw new Error(`unknown chart type “${chart.type}”`)
  const axis = chart.axis_config ?? {}
  /** @type {{ name: unknown, data?: { label: string, value: unknown }[] }[]} */
  const given = chart.series ?? []
  /** @type {string[]} */
  const categories = axis.categories ?? given[0]?.data?.map(point => point.label) ?? []
  const series = given.map(({ name, data = [] }) => {
    const values = new Map(data.map(point => [point.label, Number(point.value)]))
    return { name: String(name), values: categories.map(category => values.get(category) ?? 0) }
  })
  return { type: chart.type, categories, series, xLabel: axis.x_label, yLabel: axis.y_label }
}

/** The drawing follows its data, its width and the colour scheme. @param {{ title: string, data: ChartData, described: string }} props */
function Drawing({ title, data, described }) {
  const host = useRef(/** @type {HTMLElement | null} */ (null))
  const json = JSON.stringify(data)
  useEffect(() => {
    let stop = () => {}
    let gone = false
    async function show() {
      // ECharts is large: it is loaded with the first chart.
      const { draw } = await import('./draw.js')
      if (!gone && host.current) stop = draw(host.current, data)
    }
    show().catch(console.error)
    return () => {
      gone = true
      stop()
    }
  }, [json])
  return html`<div ref=${host} class="chart-canvas" role="img" aria-label=${title} aria-describedby=${described}></div>`
}

/** @param {BlockProps} props */
export function Chart({ block }) {
  const title = String(block.title ?? 'Chart')
  const id = `chart-${useId()}`
  const data = dataOf(block.chart ?? {})
  const { type, categories, series, xLabel, yLabel } = data
  const axes = [yLabel, xLabel].filter(Boolean).join(' by ')
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <${Drawing} title=${title} data=${data} described=${id} />
    <ul class="legend" aria-hidden="true">
      ${series.map(({ name }, at) => html`<li><span class=${`swatch series-${at}`}></span>${name}</li>`)}
    </ul>
    <p id=${id} class="visually-hidden">
      ${`${type} chart. ${axes ? `${axes}. ` : ''}Series: ${series.map(({ name }) => name).join(', ')}. From ${categories[0]} to ${categories.at(-1)}.`}
    </p>
    <table class="visually-hidden">
      <caption>${title}</caption>
      <thead>
        <tr>
          <th scope="col">${xLabel ?? 'Category'}</th>
          ${series.map(({ name }) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${categories.map(
          (category, at) =>
            html`<tr>
              <th scope="row">${category}</th>
              ${series.map(({ values }) => html`<td>${exact.format(values[at] ?? 0)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </figure>`
}
