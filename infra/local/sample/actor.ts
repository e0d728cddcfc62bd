import { ACCOUNT } from './buckets.ts'
import { hash } from './random.ts'

/** CloudTrail's `userIdentity`. */
export interface Identity {
  type?: string
  principalId?: string
  arn?: string
  accountId?: string
  accessKeyId?: string
  userName?: string
  invokedBy?: string
  sessionContext?: object
}

/** Somebody who sends requests: how both logs name them, and how their client speaks to S3. */
export interface Actor {
  /** As the access log writes it; undefined without authentication. */
  requester?: string
  identity: Identity
  addresses: readonly string[]
  userAgents: readonly string[]
  referrers?: readonly string[]
  /** The AWS Region the requests come from; undefined from outside AWS. */
  sourceRegion?: string
  vpcEndpoint?: string
  accessPoint?: string
  /** How requests are signed; undefined without authentication. */
  signature?: 'SigV2' | 'SigV4'
  authentication?: 'AuthHeader' | 'QueryString'
  tls: string
  cipher: string
}

/** How an actor's requests look, regardless of who signs them. */
export type Client = Omit<Actor, 'requester' | 'identity'>

export const SIGNED = { signature: 'SigV4', authentication: 'AuthHeader' } as const
export const TLS_1_2 = { tls: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256' }
export const TLS_1_3 = { tls: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256' }

/** An id that looks like IAM's, the same for the same name. */
export const iamId = (prefix: string, name: string): string =>
  `${prefix}${(hash(name).toString(36) + hash(`${name}/`).toString(36)).toUpperCase().padEnd(16, 'X').slice(0, 16)}`

/** A session of a role of the company. */
export function role(name: string, session: string, client: Client): Actor {
  const principalId = iamId('AROA', name)
  const issuer = {
    type: 'Role',
    principalId,
    arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    accountId: ACCOUNT,
    userName: name,
  }
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`
  const identity = {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn,
    accountId: ACCOUNT,
    accessKeyId: iamId('ASIA', session),
    sessionContext: { sessionIssuer: issuer, attributes: { mfaAuthenticated: 'false' } },
  }
  return { requester: arn, identity, ...client }
}

/** An IAM user of the company. */
export function user(userName: string, client: Client): Actor {
  const arn = `arn:aws:iam::${ACCOUNT}:user/${userName}`
  const principalId = iamId('AIDA', userName)
  const identity = {
    type: 'IAMUser',
    principalId,
    arn,
    accountId: ACCOUNT,
    accessKeyId: iamId('AKIA', userName),
    userName,
  }
  return { requester: arn, identity, ...client }
}

/** An AWS service: S3 logs neither an address nor a client for it. */
export function service(name: string): Actor {
  const identity = { type: 'AWSService', invokedBy: name }
  return { requester: `svc:${name}`, identity, ...SIGNED, ...TLS_1_2, addresses: ['-'], userAgents: ['-'] }
}
