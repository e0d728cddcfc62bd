import { defined } from '../../../analyses/lib/defined.ts'
import type { Chart } from '../../../analyses/lib/analysis.ts'
import type { Block } from '../../slack/message.ts'
import { truncate, visible } from '../../text/mrkdwn.ts'

const LABEL = 20
const POINTS = 20
const SERIES = 12

/** Whether Slack's own chart would leave something out. */
export const isTooLarge = ({ categories, series }: Chart): boolean =>
  categories.length > POINTS || series.length > SERIES

/** Slack's own chart block; labels are cut to its 20 characters and stay distinct. */
export function chartBlock({ kind, title, categories, axis, series }: Chart): Block {
  const labels = distinct(categories.slice(0, POINTS))
  const names = distinct(series.slice(0, SERIES).map(({ name }) => name))
  return {
    type: 'data_visualization',
    title: truncate(visible(title), 50),
    chart: {
      type: kind,
      series: series.slice(0, SERIES).map(({ values }, n) => ({
        name: names[n] ?? '',
        data: labels.map((label, i) => ({ label, value: values[i] ?? 0 })),
      })),
      axis_config: { categories: labels, ...defined({ x_label: axis }) },
    },
  }
}

/** Cut labels may be equal, which Slack refuses and a legend mixes up, so a repeated one is numbered. */
export function distinct(texts: readonly string[], limit = LABEL): string[] {
  const taken = new Set<string>()
  return texts.map(text => {
    const label = truncate(visible(text), limit) || '–'
    let own = label
    for (let times = 2; taken.has(own); times++) own = `${truncate(label, limit - 5)} (${times})`
    taken.add(own)
    return own
  })
}
