// @ts-check
/** Bar and line charts, drawn by ECharts as SVG in the page's own colours. */
import { init } from 'echarts'

/** @import { ChartData } from './chart.js' */

const DARK = matchMedia('(prefers-color-scheme: dark)')
const COLOURS = 12
const HEIGHT = 236

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 })
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })

/** @param {ChartData} data @returns {import('echarts').EChartsOption} */
function optionOf({ type, categories, series, xLabel, yLabel }) {
  const style = getComputedStyle(document.documentElement)
  const colour = /** @param {string} name */ name => style.getPropertyValue(`--${name}`).trim()
  const axisName = { color: colour('ink'), fontSize: 11 }
  const text = { color: colour('ink-quiet'), fontSize: 11 }
  return {
    animation: false,
    color: Array.from({ length: COLOURS }, (_, at) => colour(`s${at}`)),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: {
      left: yLabel ? 22 : 0,
      right: 8,
      top: 10,
      bottom: xLabel ? 22 : 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    // Drawn into the SVG: the page's policy forbids the inline styles of an HTML tooltip.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      axisPointer: { type: type === 'bar' ? 'shadow' : 'line' },
      valueFormatter: (/** @type {unknown} */ value) => exact.format(Number(value ?? 0)),
      backgroundColor: colour('bg-raised'),
      borderColor: colour('line-strong'),
      textStyle: { color: colour('ink'), fontSize: 12 },
    },
    xAxis: {
      type: 'category',
      data: categories,
      name: xLabel ?? '',
      nameLocation: 'middle',
      nameTextStyle: axisName,
      axisLabel: { ...text, hideOverlap: true, rotate: categories.length > 8 ? 40 : 0 },
      axisLine: { lineStyle: { color: colour('line-strong') } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      name: yLabel ?? '',
      nameLocation: 'middle',
      nameTextStyle: axisName,
      splitNumber: 4,
      minInterval: series.every(({ values }) => values.every(Number.isInteger)) ? 1 : 0,
      axisLabel: { ...text, formatter: (/** @type {number} */ value) => compact.format(value) },
      splitLine: { lineStyle: { color: colour('line') } },
    },
    series: series.map(({ name, values }) => ({
      type,
      name,
      // A value that is not zero shows as at least one pixel, or a rare event would look like none.
      ...(type === 'bar'
        ? { barMinHeight: 1, barMaxWidth: 64, barGap: 0, itemStyle: { borderRadius: 2 } }
        : { symbol: 'circle', symbolSize: 7, showAllSymbol: true }),
      data: type === 'bar' ? values.map(value => (value === 0 ? null : value)) : values,
    })),
  }
}

/**
 * @param {HTMLElement} host
 * @param {ChartData} data
 * @returns {() => void} takes the drawing away again
 */
export function draw(host, data) {
  const chart = init(host, null, { renderer: 'svg', height: HEIGHT + (data.xLabel ? 20 : 0) })
  const show = () => chart.setOption(optionOf(data), { notMerge: true })
  // Drawn for the width at hand rather than scaled, so that its text stays readable on a phone.
  const sizes = new ResizeObserver(() => chart.resize())
  show()
  sizes.observe(host)
  DARK.addEventListener('change', show)
  return () => {
    sizes.disconnect()
    DARK.removeEventListener('change', show)
    chart.dispose()
  }
}
