import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The one font of the pictures. It has Latin, Cyrillic, Greek, Arabic, Hebrew and many signs; no Chinese, no colours. */
export const FONT_NAME = 'DejaVu Sans'

/** Beside the bundle in production, else in its package. */
export function shipped(file: string, specifier: string): Buffer {
  try {
    return readFileSync(new URL(file, import.meta.url))
  } catch {
    return readFileSync(createRequire(import.meta.url).resolve(specifier))
  }
}

export const FONT = shipped('DejaVuSans.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf')

/** Where a table of the font begins, as the directory at its start says. */
function tableAt(tag: string): number {
  const entries = Array.from({ length: FONT.readUInt16BE(4) }, (_, n) => 12 + 16 * n)
  const entry = entries.find(at => FONT.toString('latin1', at, at + 4) === tag)
  if (entry === undefined) throw new Error(`The font of the charts has no table ${tag}`)
  return FONT.readUInt32BE(entry + 8)
}

/** First and last code points of each range with glyphs: the groups of a format 12 `cmap` subtable. */
function intervals(): (readonly [number, number])[] {
  const cmap = tableAt('cmap')
  const subtables = Array.from(
    { length: FONT.readUInt16BE(cmap + 2) },
    (_, n) => cmap + FONT.readUInt32BE(cmap + 8 + 8 * n),
  )
  const whole = subtables.find(at => FONT.readUInt16BE(at) === 12)
  if (whole === undefined) throw new Error('The font of the charts tells its letters in no way that is known')
  return Array.from({ length: FONT.readUInt32BE(whole + 12) }, (_, n) => {
    const group = whole + 16 + 12 * n
    return [FONT.readUInt32BE(group), FONT.readUInt32BE(group + 4)]
  })
}

const INTERVALS = intervals()

/** Whether the font has a glyph for it: what it has none for would be an empty box. */
export const hasGlyph = (codePoint: number): boolean =>
  INTERVALS.some(([first, last]) => codePoint >= first && codePoint <= last)
