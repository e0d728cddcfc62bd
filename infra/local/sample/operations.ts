/** What the two logs call an operation, and how it looks on the wire. */
export interface Operation {
  /** HTTP method; S3's own actions have none. */
  method?: string
  /** The sub-resource in the query string, e.g. `policy`. */
  resource?: string
  /** CloudTrail's event name; undefined where CloudTrail records nothing. */
  event?: string
  /** Management events concern the bucket; data events its objects. */
  category: 'Management' | 'Data'
  readOnly: boolean
  /** The status of success; S3's own actions have none. */
  success?: number
}

const data = (method: string, event: string, success = 200, resource?: string): Operation => ({
  method,
  category: 'Data',
  readOnly: ['GET', 'HEAD'].includes(method),
  success,
  event,
  ...(resource && { resource }),
})

const configuration = (method: 'GET' | 'PUT', setting: string, resource: string): Operation => ({
  method,
  resource,
  event: `${method[0]}${method.slice(1).toLowerCase()}Bucket${setting}`,
  category: 'Management',
  readOnly: method === 'GET',
  success: 200,
})

const byLifecycle: Operation = { category: 'Data', readOnly: false }

/** The operations of the sample by the name in the access log. */
export const OPERATIONS = {
  'REST.GET.OBJECT': data('GET', 'GetObject'),
  'REST.HEAD.OBJECT': data('HEAD', 'HeadObject'),
  'REST.PUT.OBJECT': data('PUT', 'PutObject'),
  'REST.DELETE.OBJECT': data('DELETE', 'DeleteObject', 204),
  'REST.GET.BUCKET': data('GET', 'ListObjects'),
  'REST.COPY.OBJECT': data('PUT', 'CopyObject'),
  'REST.COPY.OBJECT_GET': { method: 'GET', category: 'Data', readOnly: true },
  'REST.DELETE.OBJECT_TAGGING': data('DELETE', 'DeleteObjectTagging', 204, 'tagging'),
  'REST.POST.UPLOADS': data('POST', 'CreateMultipartUpload', 200, 'uploads'),
  'REST.PUT.PART': data('PUT', 'UploadPart'),
  'REST.POST.UPLOAD': data('POST', 'CompleteMultipartUpload'),
  'REST.DELETE.UPLOAD': data('DELETE', 'AbortMultipartUpload', 204),
  'REST.POST.MULTI_OBJECT_DELETE': data('POST', 'DeleteObjects', 200, 'delete'),
  'BATCH.DELETE.OBJECT': data('POST', 'DeleteObject', 204),
  'REST.GET.ACL': configuration('GET', 'Acl', 'acl'),
  'REST.GET.BUCKETPOLICY': configuration('GET', 'Policy', 'policy'),
  'REST.GET.VERSIONING': configuration('GET', 'Versioning', 'versioning'),
  'REST.GET.ENCRYPTION': configuration('GET', 'Encryption', 'encryption'),
  'REST.PUT.BUCKETPOLICY': configuration('PUT', 'Policy', 'policy'),
  'REST.PUT.VERSIONING': configuration('PUT', 'Versioning', 'versioning'),
  'S3.EXPIRE.OBJECT': byLifecycle,
  'S3.CREATE.DELETEMARKER': byLifecycle,
  'S3.DELETE.UPLOAD': byLifecycle,
  'S3.TRANSITION_SIA.OBJECT': byLifecycle,
} satisfies Record<string, Operation>

export type OperationName = keyof typeof OPERATIONS

/** What an operation is like; the table's entries with their optional members. */
export const operationOf = (name: OperationName): Operation => OPERATIONS[name]
