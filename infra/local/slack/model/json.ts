import type { Block } from './protocol.ts'

/** Reads JSON that came from outside; undefined for what is not JSON. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The blocks of a list; anything else is left out. */
export function blocksIn(value: unknown): Block[] {
  return Array.isArray(value) ? value.filter(isBlock) : []
}

function isBlock(value: unknown): value is Block {
  return isRecord(value) && typeof value.type === 'string'
}
