import type { AttributeValue, Item } from 'dynalite/db/index.js'

/** The largest item DynamoDB takes: names and values together, bytes. */
export const MAX_ITEM_BYTES = 400 * 1024

/**
 * The size of an item, bytes, by the published rules (DynamoDB Developer Guide, "Item sizes and formats"):
 * text counts its UTF-8 bytes. dynalite counts UTF-16 units instead and would take items that AWS refuses.
 */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  )
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S)
  if (value.N !== undefined) return numberBytes(value.N)
  if (value.B !== undefined) return binaryBytes(value.B)
  if (value.SS) return total(value.SS, text => Buffer.byteLength(text))
  if (value.NS) return total(value.NS, numberBytes)
  if (value.BS) return total(value.BS, binaryBytes)
  // A list or map costs 3 bytes, and each element 1 more.
  if (value.L) return 3 + total(value.L, element => 1 + valueBytes(element))
  if (value.M) return 3 + itemBytes(value.M) + Object.keys(value.M).length
  return 1
}

/** "Approximately": one byte for each two significant digits, one more, and one for a minus sign. */
function numberBytes(number: string): number {
  const digits = number
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '')
  return Math.ceil(digits.length / 2) + 1 + (number.startsWith('-') ? 1 : 0)
}

function binaryBytes(base64: string): number {
  return Buffer.from(base64, 'base64').length
}

function total<T>(values: readonly T[], bytes: (value: T) => number): number {
  return values.reduce((sum, value) => sum + bytes(value), 0)
}
