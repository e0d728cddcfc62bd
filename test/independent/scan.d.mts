export interface ScannedRecord {
  bucket: string
  /** Epoch milliseconds. */
  time: number
  requester: string
  operation: string
  key: string
  status: string
  errorCode: string
  bytesSent: string
}

export function scan(line: string): ScannedRecord | undefined
