import { S3Error } from './protocol/errors.ts'

/** The canonical user id of the one account that there is here. */
export const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'

const GROUPS = 'http://acs.amazonaws.com/groups/'

/** Beyond the owner's full control; buckets take no other names. */
const CANNED: Record<string, readonly (readonly [group: string, permission: string])[]> = {
  private: [],
  'bucket-owner-full-control': [],
  'public-read': [['global/AllUsers', 'READ']],
  'public-read-write': [
    ['global/AllUsers', 'READ'],
    ['global/AllUsers', 'WRITE'],
  ],
  'authenticated-read': [['global/AuthenticatedUsers', 'READ']],
  'log-delivery-write': [
    ['s3/LogDelivery', 'WRITE'],
    ['s3/LogDelivery', 'READ_ACP'],
  ],
}

/** The document of a canned ACL. @throws S3Error for a name that buckets do not take */
export function cannedAcl(name: string): string {
  const grants = Object.hasOwn(CANNED, name) ? CANNED[name] : undefined
  if (!grants) throw new S3Error('InvalidArgument', '', { ArgumentName: 'x-amz-acl', ArgumentValue: name })
  const groups = grants.map(([group, permission]) =>
    grant('Group', `<URI>${GROUPS}${group}</URI>`, permission),
  )
  const all = [grant('CanonicalUser', `<ID>${OWNER}</ID>`, 'FULL_CONTROL'), ...groups]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>${OWNER}</ID></Owner><AccessControlList>${all.join('')}</AccessControlList></AccessControlPolicy>`
}

/** The type of a grantee is an attribute, which our own documents have nowhere else. */
const grant = (type: string, who: string, permission: string): string =>
  `<Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">${who}</Grantee><Permission>${permission}</Permission></Grant>`

/** How many grants an ACL has; the owner's own is one. */
export const grantsIn = (acl: string): number => acl.split('<Grant>').length - 1
