import { expect, it } from 'vitest'
import { messageText } from '../../infra/local/terminal/text.ts'

const chart = (type: 'bar' | 'line') =>
  messageText({
    channel: 'C1',
    ts: '1.1',
    user: 'U1',
    text: 'A chart',
    blocks: [
      {
        type: 'data_visualization',
        title: 'A chart',
        chart: {
          type,
          series: [
            { name: 'median', data: [{ label: '07:00', value: 10 }] },
            { name: 'p95', data: [{ label: '07:00', value: 30 }] },
          ],
        },
      },
    ],
  })

it('adds up the parts of a bar', () => {
  expect(chart('bar')).toContain('10 + 30')
})

it('does not add up lines, which are values of their own', () => {
  expect(chart('line')).toContain('A chart (median, p95)')
  expect(chart('line')).toMatch(/█ 10, 30$/)
})
