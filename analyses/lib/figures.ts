import { type FigureList, UNITS, type Unit } from './analysis.ts'
import { titleOf } from './words.ts'

const isUnit = (unit: string): unit is Unit => UNITS.some(known => known === unit)

/**
 * The figures of an answer, in order: `figures('refused: Refused requests | keys | bytesSent #bytes')`.
 * @param list `id: Label`, or the id alone where the label is the id in words; `#unit` behind what is not a count
 */
export const figures = (list: string): FigureList =>
  Object.fromEntries(
    list.split('|').map(entry => {
      const [declared = '', unit = 'count'] = entry.trim().split(' #')
      if (!isUnit(unit)) throw new Error(`Unknown unit ${unit} of the figure ${declared}`)
      const [id = '', label = titleOf(declared)] = declared.split(': ')
      return [id, [label, unit]]
    }),
  )
