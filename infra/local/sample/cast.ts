import { type Actor, iamId, role, service, SIGNED, TLS_1_2, TLS_1_3, user } from './actor.ts'
import { ACCOUNT, PARTNER_ACCOUNT, REGION } from './buckets.ts'
import {
  awsCli,
  BROWSERS,
  CLOUDFRONT,
  CONSOLE,
  CURL,
  HADOOP,
  JAVA,
  JAVASCRIPT,
  OLD_DOTNET,
  PYTHON,
  QUOTING,
} from './clients.ts'

const IN_VPC = { ...SIGNED, ...TLS_1_3, sourceRegion: REGION, vpcEndpoint: 'vpce-0f3c2a1b4d5e6f708' }
const IN_LAMBDA = { ...SIGNED, ...TLS_1_2, sourceRegion: REGION }
const AT_DESK = { ...SIGNED, ...TLS_1_3 }
const OFFICE = ['203.0.113.24', '203.0.113.25', '2001:db8:40:1::1f']

const inVpc = (userAgent: string, ...addresses: string[]) => ({
  ...IN_VPC,
  addresses,
  userAgents: [userAgent],
})
const inLambda = (userAgent: string, ...addresses: string[]) => ({
  ...IN_LAMBDA,
  addresses,
  userAgents: [userAgent],
})
const atDesk = (...userAgents: string[]) => ({ ...AT_DESK, addresses: OFFICE, userAgents })

export const STOREFRONT = ['i-0a1c93d17be02f5e4', 'i-0d52e8b1f90c7a336', 'i-07b7e6f20c1da4951'].map(
  (instance, index) => role('storefront', instance, inVpc(JAVA, `10.20.1.${11 + index}`)),
)
export const INVOICE_SERVICE = ['invoice-render', 'invoice-mail'].map((session, index) =>
  role(
    'invoice-service',
    session,
    inLambda(JAVASCRIPT, `198.51.100.${10 + index}`, `198.51.100.${20 + index}`),
  ),
)
export const NIGHTLY_CLEANUP = role('nightly-cleanup', 'nightly-cleanup', inLambda(PYTHON, '198.51.100.77'))
export const THUMBNAILER = role('thumbnailer', 'resize-worker', inVpc(PYTHON, '10.20.4.8', '10.20.4.9'))
export const EXPORT_WRITER = role(
  'export-writer',
  'GlueJobRunnerSession',
  inVpc(HADOOP, '10.20.8.31', '10.20.8.32'),
)
export const REPORTING = ['report-daily', 'report-adhoc'].map(session =>
  role('reporting', session, {
    ...inVpc(PYTHON, '10.20.9.5'),
    accessPoint: `arn:aws:s3:${REGION}:${ACCOUNT}:accesspoint/reporting`,
  }),
)
export const BACKUP = role('archive-backup', 'backup-agent', inVpc(JAVA, '10.20.6.4'))
export const AUDITOR = role('auditor', 'maria.santos', atDesk(CONSOLE, awsCli('s3api.list-objects-v2')))
export const CONFIG = role('AWSServiceRoleForConfig', 'configLambdaExecution', {
  ...IN_LAMBDA,
  addresses: ['198.51.100.240'],
  userAgents: ['config.amazonaws.com'],
})
export const INTERN = role('internship', 'leo.brandt', atDesk(awsCli('s3.rm')))

export const ANNA = user('anna.keller', atDesk(awsCli('s3api.put-bucket-policy')))
export const JONAS = user('jonas.weber', atDesk(awsCli('s3api.put-bucket-versioning')))
export const ACCOUNTING = ['petra.lang', 'omar.haddad'].map(name => user(name, atDesk(CONSOLE)))
export const LEGACY_ERP = user('legacy-erp', {
  signature: 'SigV2',
  authentication: 'AuthHeader',
  tls: 'TLSv1.1',
  cipher: 'ECDHE-RSA-AES128-SHA',
  addresses: ['192.0.2.61'],
  userAgents: [OLD_DOTNET],
})

/** A customer who follows a presigned link: it was signed by the invoice service. */
export const CUSTOMER: Actor = {
  ...role('invoice-service', 'invoice-link', inLambda(JAVASCRIPT, '198.51.100.30')),
  ...TLS_1_3,
  authentication: 'QueryString',
  addresses: ['192.0.2.101', '192.0.2.145', '203.0.113.180', '2001:db8:77::9a'],
  userAgents: BROWSERS,
  referrers: [
    'https://shop.example.com/account/invoices',
    'https://shop.example.com/search?q=rechnung mai 2025',
  ],
}

/** The bucket owner's trail names only the account of a caller from elsewhere, not the ARN. */
export const PARTNER: Actor = {
  ...inLambda(PYTHON, '192.0.2.200', '192.0.2.201'),
  requester: `arn:aws:sts::${PARTNER_ACCOUNT}:assumed-role/partner-import/batch`,
  identity: {
    type: 'AWSAccount',
    principalId: `${iamId('AROA', 'partner-import')}:batch`,
    accountId: PARTNER_ACCOUNT,
  },
}

/** CloudFront by origin access identity: a requester with spaces in it. */
export const CLOUDFRONT_IDENTITY: Actor = {
  ...SIGNED,
  ...TLS_1_2,
  requester: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2QWRUHAPOMQZL',
  identity: { type: 'AWSAccount', principalId: iamId('AIDA', 'cloudfront'), accountId: 'cloudfront' },
  addresses: ['198.51.100.201', '198.51.100.202', '198.51.100.203'],
  userAgents: [CLOUDFRONT],
}
/** CloudFront by origin access control: a service principal. */
export const CLOUDFRONT_CONTROL = service('cloudfront.amazonaws.com')
export const CLOUDTRAIL_SERVICE = service('cloudtrail.amazonaws.com')

/** S3 itself, doing what the lifecycle rules say: no address, no client, never in CloudTrail. */
export const LIFECYCLE: Actor = {
  requester: 'AmazonS3',
  identity: {},
  addresses: ['-'],
  userAgents: ['-'],
  tls: '-',
  cipher: '-',
}

const anonymous = (addresses: readonly string[], userAgents: readonly string[]): Actor => ({
  identity: { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
  ...TLS_1_3,
  addresses,
  userAgents,
})
export const PUBLIC_READER: Actor = {
  ...anonymous(['203.0.113.7', '203.0.113.99', '192.0.2.33', '2001:db8:5::21'], BROWSERS),
  referrers: ['https://www.example.org/blog/best of "2026"/', 'https://news.example.net/'],
}
export const SCANNER = anonymous(['192.0.2.250'], [CURL])
export const OUTDATED_KEY: Actor = { ...anonymous(['192.0.2.88'], [PYTHON]), ...SIGNED }

/** Clients that send quotes in their user agent. */
export const KIOSK: Actor = { ...CUSTOMER, userAgents: QUOTING, addresses: ['192.0.2.120', '192.0.2.121'] }
