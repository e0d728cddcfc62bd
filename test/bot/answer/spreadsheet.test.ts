import { expect, it } from 'vitest'
import { asLogged } from '../../../bot/answer/spreadsheet.ts'

it.each([
  ["'=1+1", '=1+1'],
  ["'-", '-'],
  ["'\tx", '\tx'],
  ["''=1+1", "'=1+1"],
  ["'quoted'", "'quoted'"],
  ["it's", "it's"],
  ['=1+1', '=1+1'],
])('takes the CSV’s %j for %j in the log', (cell, logged) => expect(asLogged(cell)).toBe(logged))
