// @ts-check
import { fullNumber } from './chart-scale.js'
import { svg } from './dom.js'

/** @typedef {{ label: string, value: number }} Segment */

const RADIUS = 92

/** @param {number} turn 0 to 1, clockwise from the top @param {number} cx @param {number} cy */
const point = (turn, cx, cy) =>
  `${cx + RADIUS * Math.sin(turn * 2 * Math.PI)},${cy - RADIUS * Math.cos(turn * 2 * Math.PI)}`

/** @param {number} value @param {number} total */
export const share = (value, total) => `${((value / total) * 100).toFixed(1)} %`

/**
 * @param {Segment[]} segments
 * @param {number} width in CSS pixels
 */
export function drawPie(segments, width) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0)
  const [cx, cy] = [width / 2, RADIUS + 8]
  let turn = 0
  const nodes = segments.map((segment, at) => {
    const [from, to] = [turn, turn + segment.value / total]
    turn = to
    const tip = svg(
      'title',
      {},
      `${segment.label}: ${fullNumber(segment.value)} (${share(segment.value, total)})`,
    )
    // An arc cannot go all the way round: one segment alone is a circle.
    if (to - from > 0.9999) return svg('circle', { class: `slice series-${at}`, cx, cy, r: RADIUS }, tip)
    const large = to - from > 0.5 ? 1 : 0
    const d = `M${cx},${cy} L${point(from, cx, cy)} A${RADIUS},${RADIUS} 0 ${large} 1 ${point(to, cx, cy)} Z`
    return svg('path', { class: `slice series-${at}`, d }, tip)
  })
  return { height: 2 * RADIUS + 16, nodes }
}
