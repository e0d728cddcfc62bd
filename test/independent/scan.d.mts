export interface ScannedRecord {
  bucket: string
  /** Epoch milliseconds. */
  time: number
  address: string
  requester: string
  requestId: string
  operation: string
  /** As logged. */
  key: string
  /** The request line, without its quotes. */
  request: string
  status: string
  errorCode: string
  bytesSent: string
  objectSize: string
  userAgent: string
  versionId: string
}

export function scan(line: string): ScannedRecord | undefined
