import type { Chart } from '../../analyses/lib/analysis.ts'
import type { Block } from '../clients/thread.ts'
import { truncate, visible } from './mrkdwn.ts'

const LABEL = 20
const POINTS = 20
const SERIES = 12

/** Slack's own chart block; labels are cut to its 20 characters and stay distinct. */
export function chartBlock({ kind, title, categories, series }: Chart): Block {
  const labels = distinct(categories.slice(0, POINTS).map(category => truncate(visible(category), LABEL)))
  return {
    type: 'data_visualization',
    title: truncate(title, 50),
    chart: {
      type: kind,
      series: series.slice(0, SERIES).map(({ name, values }) => ({
        name: truncate(visible(name), LABEL),
        data: labels.map((label, i) => ({ label, value: values[i] ?? 0 })),
      })),
      axis_config: { categories: labels },
    },
  }
}

/** Cut labels may be equal; Slack refuses that, so a repeated one is numbered. */
function distinct(labels: string[]): string[] {
  const seen = new Map<string, number>()
  return labels.map(label => {
    const times = (seen.get(label) ?? 0) + 1
    seen.set(label, times)
    return times === 1 ? label : `${truncate(label, LABEL - 4)} (${times})`
  })
}
