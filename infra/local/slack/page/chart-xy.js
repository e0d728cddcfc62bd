// @ts-check
/** Bar, line and area charts as SVG. */
import { axisTicks, fullNumber, labelLayout, shortNumber, textWidth } from './chart-scale.js'
import { svg } from './dom.js'

/** @typedef {{ name: string, values: number[] }} Series */
/** @typedef {{ type: string, categories: string[], series: Series[], xLabel?: string | undefined, yLabel?: string | undefined }} XyChart */
/** @typedef {{ left: number, right: number, top: number, bottom: number, band: number, x: (index: number) => number, y: (value: number) => number }} Frame */

const PLOT_HEIGHT = 160

/** @param {XyChart} chart @param {number} width @param {number[]} ticks */
function frameOf(chart, width, ticks) {
  const left = Math.max(...ticks.map(tick => textWidth(shortNumber(tick)))) + (chart.yLabel ? 30 : 12)
  const right = width - 8
  const band = (right - left) / Math.max(chart.categories.length, 1)
  const layout = labelLayout(chart.categories, band)
  const top = 10
  const bottom = top + PLOT_HEIGHT
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)]
  /** @type {Frame} */
  const frame = {
    left,
    right,
    top,
    bottom,
    band,
    x: index => left + band * (index + 0.5),
    y: value => bottom - ((value - low) / (high - low)) * PLOT_HEIGHT,
  }
  return { frame, layout, height: bottom + layout.height + (chart.xLabel ? 20 : 4) }
}

/** @param {Frame} frame @param {number[]} ticks */
function valueAxis(frame, ticks) {
  return ticks.flatMap(tick => [
    svg('line', {
      class: tick === 0 ? 'axis' : 'grid',
      x1: frame.left,
      x2: frame.right,
      y1: frame.y(tick),
      y2: frame.y(tick),
    }),
    svg(
      'text',
      { class: 'tick', x: frame.left - 6, y: frame.y(tick) + 4, 'text-anchor': 'end' },
      shortNumber(tick),
    ),
  ])
}

/** @param {XyChart} chart @param {Frame} frame @param {ReturnType<typeof labelLayout>} layout */
function categoryAxis(chart, frame, layout) {
  return chart.categories.map((category, index) => {
    if (index % layout.every > 0) return null
    const [x, y] = [frame.x(index), frame.bottom + 15]
    const place = layout.slanted
      ? { 'text-anchor': 'end', transform: `rotate(-40 ${x} ${y - 3})` }
      : { 'text-anchor': 'middle' }
    return svg('text', { class: 'tick', x, y, ...place }, category)
  })
}

/** @param {XyChart} chart @param {Frame} frame @param {number} height */
function axisNames(chart, frame, height) {
  const middle = (frame.top + frame.bottom) / 2
  return [
    chart.xLabel &&
      svg(
        'text',
        { class: 'axis-name', x: (frame.left + frame.right) / 2, y: height - 4, 'text-anchor': 'middle' },
        chart.xLabel,
      ),
    chart.yLabel &&
      svg(
        'text',
        {
          class: 'axis-name',
          x: 12,
          y: middle,
          'text-anchor': 'middle',
          transform: `rotate(-90 12 ${middle})`,
        },
        chart.yLabel,
      ),
  ]
}

/** @param {XyChart} chart @param {number} series @param {number} index */
const tip = (chart, series, index) =>
  svg(
    'title',
    {},
    `${chart.categories[index]} · ${chart.series[series]?.name}: ${fullNumber(chart.series[series]?.values[index] ?? 0)}`,
  )

/** Series side by side in each category. @param {XyChart} chart @param {Frame} frame */
function bars(chart, frame) {
  const group = Math.min(frame.band * 0.76, 64 * chart.series.length)
  const width = group / chart.series.length
  return chart.series.map((series, at) =>
    svg(
      'g',
      { class: `series-${at}` },
      series.values.map((value, index) => {
        const x = frame.x(index) - group / 2 + at * width
        const [top, foot] = [frame.y(Math.max(value, 0)), frame.y(Math.min(value, 0))]
        // A value that is not zero shows as at least one pixel, or a rare event would look like none.
        const height = value === 0 ? 0 : Math.max(foot - top, 1)
        return svg(
          'rect',
          {
            class: 'bar',
            x: x + 0.5,
            y: foot - height,
            width: Math.max(width - 1, 1),
            height,
            rx: Math.min(2, width / 4),
          },
          tip(chart, at, index),
        )
      }),
    ),
  )
}

/** @param {XyChart} chart @param {Frame} frame */
function lines(chart, frame) {
  return chart.series.map((series, at) => {
    const points = series.values.map((value, index) => `${frame.x(index)},${frame.y(value)}`)
    const base = [`${frame.x(series.values.length - 1)},${frame.y(0)}`, `${frame.x(0)},${frame.y(0)}`]
    return svg(
      'g',
      { class: `series-${at}` },
      chart.type === 'area' && svg('polygon', { class: 'area', points: [...points, ...base].join(' ') }),
      svg('polyline', { class: 'line', points: points.join(' ') }),
      series.values.map((value, index) =>
        svg(
          'circle',
          { class: 'dot', cx: frame.x(index), cy: frame.y(value), r: 3.5 },
          tip(chart, at, index),
        ),
      ),
    )
  })
}

/**
 * @param {XyChart} chart
 * @param {number} width in CSS pixels
 * @returns {{ height: number, nodes: (Node | null | undefined | string | false)[] }}
 */
export function drawXy(chart, width) {
  const ticks = axisTicks(chart.series.flatMap(series => series.values))
  const { frame, layout, height } = frameOf(chart, width, ticks)
  const marks = chart.type === 'bar' ? bars(chart, frame) : lines(chart, frame)
  return {
    height,
    nodes: [
      ...valueAxis(frame, ticks),
      ...categoryAxis(chart, frame, layout),
      ...axisNames(chart, frame, height),
      ...marks,
    ],
  }
}
