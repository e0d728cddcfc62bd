import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { BarChart, LineChart } from 'echarts/charts.js'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components.js'
import { init, setPlatformAPI, use } from 'echarts/core.js'
import { SVGRenderer } from 'echarts/renderers.js'
import type { Chart } from '../../../analyses/lib/analysis.ts'
import { distinct } from './chart.ts'
import { truncate, visible } from '../../text/mrkdwn.ts'
import { FONT as fontBytes, FONT_NAME, shipped } from './chart-font.ts'

/** Pictures of charts, drawn by ECharts and resvg. Slow to load: import it lazily. */

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

/** Slack shows a picture at about half its size. */
const FONT = { name: FONT_NAME, size: 18 }
const WIDTH = 1200
const HEIGHT = 640
/** More than these are a hedge: the CSV has all. */
const POINTS = 400
const SERIES = 24
/** How many labels fit below the axis. */
const LABELS = 26

// Without a browser nobody measures text: of this font most letters are narrower than that, other scripts wider.
setPlatformAPI({
  measureText: (text, style = '') => ({
    width: emsOf(text) * Number(/(\d+)px/.exec(style)?.[1] ?? FONT.size),
  }),
})

const emsOf = (text: string): number =>
  Array.from(text).reduce((ems, character) => ems + (character > '\u2e80' ? 1.05 : 0.63), 0)

const font = { fontBuffers: [fontBytes], defaultFontFamily: FONT.name, loadSystemFonts: false }

await initWasm(shipped('index_bg.wasm', '@resvg/resvg-wasm/index_bg.wasm'))
if (!new Resvg('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">A</text></svg>', { font }).getBBox())
  throw new Error('The font of the charts draws nothing: resvg would leave out all text without a word')

/** A chart as PNG, with numbers in the reader's notation. Its texts have only letters of the font. @throws where it cannot be drawn */
export function drawChart(chart: Chart, notation: string): Uint8Array {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT })
  try {
    drawn.setOption(optionOf(chart, notation))
    return new Resvg(drawn.renderToSVGString(), { font }).render().asPng()
  } finally {
    drawn.dispose()
  }
}

function optionOf({ kind, title, categories, axis, series }: Chart, notation: string) {
  const names = distinct(
    series.slice(0, SERIES).map(({ name }) => name),
    40,
  )
  return {
    animation: false,
    backgroundColor: '#ffffff',
    color: COLORS,
    textStyle: { fontFamily: FONT.name, fontSize: FONT.size, color: INK },
    title: {
      text: truncate(visible(title), 100),
      left: 24,
      top: 18,
      textStyle: { fontSize: 24, color: INK },
    },
    legend: {
      data: names,
      left: 24,
      right: 24,
      top: 60,
      itemGap: 18,
      icon: 'roundRect',
      textStyle: { color: INK, fontSize: FONT.size },
    },
    grid: { left: 24, right: 32, top: 76 + 32 * legendRows(names), bottom: 24, outerBoundsMode: 'same' },
    xAxis: {
      type: 'category',
      ...(axis !== undefined && { name: axis, nameTextStyle: { color: INK, fontSize: FONT.size - 2 } }),
      data: categories.slice(0, POINTS).map(category => truncate(visible(category), 24)),
      axisLabel: {
        rotate: categories.length > 8 ? 45 : 0,
        color: INK,
        fontSize: FONT.size - 2,
        interval: Math.ceil(Math.min(categories.length, POINTS) / LABELS) - 1,
      },
    },
    yAxis: {
      type: 'value',
      axisLabel: {
        color: INK,
        fontSize: FONT.size - 2,
        formatter: (value: number) => value.toLocaleString(notation),
      },
    },
    series: series.slice(0, SERIES).map(({ values }, n) => ({
      type: kind,
      name: names[n] ?? '',
      ...(kind === 'bar' ? { stack: 'all' } : { showSymbol: values.length <= 40 }),
      data: values.slice(0, POINTS),
    })),
  }
}

const INK = '#1d1c1d'
/** Okabe and Ito's colours, safe for colour-blind readers, some darker ones, and lighter ones of all. */
const COLORS =
  '#0072b2 #d55e00 #009e73 #cc79a7 #e69f00 #56b4e9 #8a6d00 #5b4a99 #7f7f7f #003f63 #7a3600 #005a41 #66aad1 #e69e66 #66c5ab #e0aeca #f0c566 #9ad2f1 #b9a766 #9d92c2 #b2b2b2 #668ca1 #af8666 #669c8d'.split(
    ' ',
  )

/** How many lines the legend takes, as wide as its names are guessed to be. */
const legendRows = (names: readonly string[]): number =>
  Math.ceil(names.reduce((width, name) => width + emsOf(name) * FONT.size + 60, 0) / (WIDTH - 120))
