import type { Fact, Kind, LogFile, ReadLine } from './facts.d.mts'

export { filesBelow, type LogFile } from './facts.d.mts'

export interface Count {
  lines: number
  records: number
  duplicates: number
  outside: number
  unparsed: number
  first: string | undefined
  last: string | undefined
  /** In how many hours of the clock (UTC) there are records. */
  hours: number
  deletions: number
  failedDeletions: number
  denied: number
  requesters: Map<string, { requests: number; errors: number; bytes: number }>
  configChanges: { successful: number; failed: number }
  facts: Fact[]
}

export function count(asked: {
  files: Iterable<LogFile>
  kind: Kind
  bucket: string
  from: Date | string | number
  to: Date | string | number
  read?: (file: LogFile, kind: Kind) => Iterable<ReadLine>
}): Count
