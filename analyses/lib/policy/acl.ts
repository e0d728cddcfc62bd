import { isObject, listOf } from './conditions.ts'

/** What an ACL grants to a group that anyone can be in. */
export interface PublicGrant {
  to: 'anyone' | 'anyone with an AWS account'
  /** READ, WRITE, READ_ACP, WRITE_ACP or FULL_CONTROL. */
  permission: string
}

const CANNED: Record<string, readonly PublicGrant[]> = {
  'public-read': [{ to: 'anyone', permission: 'READ' }],
  'public-read-write': [
    { to: 'anyone', permission: 'READ' },
    { to: 'anyone', permission: 'WRITE' },
  ],
  'authenticated-read': [{ to: 'anyone with an AWS account', permission: 'READ' }],
}

const groupOf = (uri: unknown): PublicGrant['to'] | undefined => {
  const name = typeof uri === 'string' ? uri.split('/').at(-1) : undefined
  if (name === 'AllUsers') return 'anyone'
  return name === 'AuthenticatedUsers' ? 'anyone with an AWS account' : undefined
}

/**
 * The public grants in the parameters of a CloudTrail event that sets an ACL, whichever of its three ways it
 * uses: a canned ACL, `x-amz-grant-…` headers (bare or within `accessControlList`), or a body, whose grant is an
 * object if there is one and a list if there are more. Grants to users are not public: they name an id.
 */
export function publicGrants(parameters: Record<string, unknown>): PublicGrant[] {
  const headers = {
    ...(isObject(parameters.accessControlList) ? parameters.accessControlList : {}),
    ...parameters,
  }
  const canned = listOf(headers['x-amz-acl']).flatMap(name => CANNED[String(name).toLowerCase()] ?? [])
  const granted = Object.entries(headers).flatMap(([name, value]) => headerGrants(name, value))
  return [...canned, ...granted, ...bodyGrants(parameters.AccessControlPolicy)]
}

/** `x-amz-grant-read: uri="http://acs.amazonaws.com/groups/global/AllUsers", id="…"` */
function headerGrants(name: string, value: unknown): PublicGrant[] {
  const permission = /^x-amz-grant-([a-z-]+)$/i.exec(name)?.[1]
  if (!permission) return []
  const uris = listOf(value).flatMap(text => [...String(text).matchAll(/uri="?([^",\s]+)/gi)])
  return uris.flatMap(([, uri]) => {
    const to = groupOf(uri)
    return to ? [{ to, permission: permission.toUpperCase().replaceAll('-', '_') }] : []
  })
}

function bodyGrants(policy: unknown): PublicGrant[] {
  const list = isObject(policy) ? policy.AccessControlList : undefined
  const grants = isObject(list) ? listOf(list.Grant) : []
  return grants.flatMap(grant => {
    if (!isObject(grant) || !isObject(grant.Grantee)) return []
    const to = groupOf(grant.Grantee.URI)
    return to ? [{ to, permission: String(grant.Permission) }] : []
  })
}

/** The canned ACLs that S3 knows; those that are not public grant nothing to a group. */
const CANNED_NAMES = new Set([
  ...Object.keys(CANNED),
  'private',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
  'log-delivery-write',
])

/** Whether the parameters set an ACL in a way that {@link publicGrants} reads, in another one, or not at all. */
export function hasKnownAcl(parameters: Record<string, unknown>): 'known' | 'unknown' | 'none' {
  const { accessControlList: headers, AccessControlPolicy: body } = parameters
  const all = { ...(isObject(headers) ? headers : {}), ...parameters }
  const canned = listOf(all['x-amz-acl'])
  const granted = Object.keys(all).some(name => /^x-amz-grant-/i.test(name))
  const isBody = isObject(body) && (isObject(body.AccessControlList) || body.AccessControlList === '')
  if (
    canned.some(name => !CANNED_NAMES.has(String(name).toLowerCase())) ||
    (body !== undefined && body !== null && !isBody) ||
    (headers !== undefined && headers !== null && headers !== '' && !isObject(headers))
  )
    return 'unknown'
  return canned.length > 0 || granted || isBody ? 'known' : 'none'
}
