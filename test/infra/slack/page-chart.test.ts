import { describe, expect, it } from 'vitest'
import { dataOf } from '../../../infra/local/slack/page/charts/chart.js'

describe('the data of a chart', () => {
  it('are matched to the categories by their labels, in any order; what is missing is zero', () => {
    const data = [
      { label: 'b', value: 2 },
      { label: 'a', value: 1 },
    ]
    const axis_config = { categories: ['a', 'b', 'c'], x_label: 'UTC' }
    expect(dataOf({ type: 'bar', axis_config, series: [{ name: 'one', data }] })).toEqual({
      type: 'bar',
      categories: ['a', 'b', 'c'],
      series: [{ name: 'one', values: [1, 2, 0] }],
      xLabel: 'UTC',
      yLabel: undefined,
    })
  })

  it('have the labels of the first series for categories where none are named', () => {
    const series = [{ name: 'one', data: [{ label: 'x', value: 7 }] }]
    expect(dataOf({ type: 'line', series })).toMatchObject({ categories: ['x'], series: [{ values: [7] }] })
  })

  it('are refused of a kind that is not drawn', () => {
    expect(() => dataOf({ type: 'pie', segments: [] })).toThrow('unknown chart type “pie”')
  })
})
