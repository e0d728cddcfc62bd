export type Kind = 'access-log' | 'cloudtrail'

export interface LogFile {
  key: string
  path: string
}

/** One record of either log. */
export interface Fact {
  bucket: string | undefined
  /** Epoch milliseconds. */
  time: number
  /** An ARN, a service, or `-` for nobody known. */
  requester: string
  type: string | undefined
  account: string | null
  /** Carried out; neither this nor `failed` is a redirect. */
  isDone: boolean
  failed: boolean
  /** One HTTP request, and not a part of one or what S3 does by itself. */
  isRequest: boolean
  isDeletion: boolean
  isChange: boolean
  isDenied: boolean
  byLifecycle: boolean
  /** What kind of deletion it is, if it is one. */
  deletion?: string
  bytes: number
  operation: string
  address: string | null
  /** As the client meant it. */
  key: string | null
  versionId: string | null
  size: number | null
  status: number | null
  errorCode: string | null
  errorMessage: string | null
  userAgent: string | null
  requestId: string | null
  newValue: unknown
  /** Of which inventory, metrics, analytics or tiering configuration, if of one. */
  configurationId: string | null
}

export interface ReadLine {
  fact: Fact | undefined
  identity: string
}

export function factsOf(file: LogFile, kind: Kind): Iterable<ReadLine>
export function filesBelow(directory: string): LogFile[]
