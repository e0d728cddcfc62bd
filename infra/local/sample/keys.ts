import type { Random } from './random.ts'
import { DAY } from './week.ts'

/** Chooses the key that a visit is about; `time` in epoch milliseconds. */
export type Keys = (random: Random, time: number) => string

/** Keys that show whether key encoding is undone rightly. */
const AWKWARD_INVOICES = [
  'invoices/2025/Müller & Söhne/Rechnung März (Kopie).pdf',
  'invoices/2025/kunde=4711/R 12+13.pdf',
  'invoices/2025/rabatt 50%/gutschrift.pdf',
  'invoices/2025/a%2Fb.pdf',
  "invoices/2025/O'Brien, Inc./no. 7.pdf",
]
const AWKWARD_MEDIA = ['press/Geschenk 🎁/Karte.png', 'press/été à la mer.jpg', 'catalog/größe=XL/vorne.jpg']

const pad = (value: number, width: number) => String(value).padStart(width, '0')
const day = (time: number) => new Date(time).toISOString().slice(0, 10)
const orAwkward =
  (awkward: readonly string[], usual: Keys): Keys =>
  (random, time) =>
    random.fraction() < 0.03 ? random.pick(awkward) : usual(random, time)

export const invoice: Keys = orAwkward(AWKWARD_INVOICES, random => {
  const month = pad(random.between(1, 12), 2)
  return `invoices/${random.pick(['2025', '2026'])}/${month}/R-${random.between(10_000, 39_999)}.pdf`
})
export const media: Keys = orAwkward(AWKWARD_MEDIA, random => {
  // A few products draw most of the readers.
  const product = Math.floor(2000 * random.fraction() ** 3)
  return `catalog/${product}/${random.pick(['front', 'back', 'detail'])}.jpg`
})
export const thumbnail: Keys = random =>
  `thumbnails/${random.between(0, 1999)}/${random.pick([120, 240, 480])}.webp`
export const press: Keys = random => `press/2026/photo-${random.between(1, 60)}.jpg`
export const exported: Keys = (random, time) =>
  `orders/dt=${day(time - DAY * random.between(0, 3))}/part-${pad(random.between(0, 39), 5)}.snappy.parquet`
export const archived: Keys = (random, time) =>
  `backups/${day(time)}/${random.pick(['orders', 'ledger', 'users', 'stock'])}-${pad(random.between(0, 63), 3)}.dump.zst`

/** The n-th invoice of 2024: the folder that the night's clean-up loses. */
export const oldInvoice = (index: number): string =>
  index % 97 === 0
    ? `invoices/2024/kunde=${index}/Rechnung ${index} – Kopie.pdf`
    : `invoices/2024/${pad(1 + (index % 12), 2)}/R-2024-${pad(index, 6)}.pdf`
