export interface Count {
  lines: number
  records: number
  duplicates: number
  unparsed: number
  first: string | undefined
  last: string | undefined
  deletions: number
  failedDeletions: number
  denied: number
  requesters: Map<string, { requests: number; errors: number; bytes: number }>
  configChanges: { successful: number; failed: number }
}

export interface LogFile {
  key: string
  path: string
}

export function count(asked: {
  files: Iterable<LogFile>
  kind: 'access-log' | 'cloudtrail'
  bucket: string
  from: Date | string | number
  to: Date | string | number
}): Count

export function filesBelow(directory: string): LogFile[]
