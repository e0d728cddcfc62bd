/**
 * Lets what comes while a write is under way be written together, by one further call: alone, each is written at
 * once; fifty at once are a few calls.
 * @param most what one call takes
 * @returns writes one; resolves, or rejects, as the call does that it went with
 */
export function inGroups<T>(
  most: number,
  write: (items: readonly T[]) => Promise<void>,
): (item: T) => Promise<void> {
  let waiting: { items: T[]; written: Promise<void> } | undefined
  let last: Promise<void> = Promise.resolve()
  const group = () => {
    const items: T[] = []
    const written = last.then(() => {
      if (waiting?.items === items) waiting = undefined
      return write(items)
    })
    last = written.catch(() => undefined)
    return { items, written }
  }
  return item => {
    if (waiting === undefined || waiting.items.length === most) waiting = group()
    waiting.items.push(item)
    return waiting.written
  }
}
