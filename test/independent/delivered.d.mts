interface Asked {
  /** ISO instants in UTC. */
  from: string
  to: string
  /** Hours. */
  late: number
}

export function deliveredAround<File extends { key: string }>(files: readonly File[], asked: Asked): File[]
export function inFoldersOf<File extends { key: string }>(files: readonly File[], asked: Asked): File[]
