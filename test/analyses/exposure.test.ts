import { describe, expect, it } from 'vitest'
import { publicGrants } from '../../analyses/lib/policy/acl.ts'
import { circleOf } from '../../analyses/lib/policy/conditions.ts'
import { openings } from '../../analyses/lib/policy/policy.ts'

const OWN = ['111122223333']
const OTHER = '999988887777'
const ARN = (account: string) => `arn:aws:iam::${account}:role/x`

/** To whom each statement of a policy opens. */
const opened = (statements: unknown) =>
  openings({ Statement: statements }, OWN).map(({ to, accounts }) => [to, ...accounts].join(' '))
const allow = (rest: Record<string, unknown>) => ({ Effect: 'Allow', Action: 's3:*', ...rest })

describe('a statement lets in', () => {
  it.each([
    ['anyone by “*”', '*', ['anyone']],
    ['anyone by AWS “*”', { AWS: '*' }, ['anyone']],
    ['anyone by a list with “*”', { AWS: [ARN('111122223333'), '*'] }, ['anyone']],
    ['an account by its id', { AWS: OTHER }, [`other accounts ${OTHER}`]],
    [
      'an account by an ARN, in any partition',
      { AWS: `arn:aws-cn:iam::${OTHER}:root` },
      [`other accounts ${OTHER}`],
    ],
    ['a canonical user', { CanonicalUser: 'd25639fb' }, ['other accounts d25639fb']],
    ['nobody new by one’s own role', { AWS: ARN('111122223333') }, []],
    ['nobody new by a service', { Service: 'logging.s3.amazonaws.com' }, []],
    [
      'nobody new by CloudFront’s identity',
      { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' },
      [],
    ],
    ['nobody by a principal that was deleted', { AWS: 'AROAEXAMPLE' }, []],
  ])('%s', (_, Principal, expected) => {
    expect(opened(allow({ Principal }))).toEqual(expected)
    expect(opened([allow({ Principal })])).toEqual(expected)
  })

  it('all but some by NotPrincipal', () => {
    expect(opened(allow({ NotPrincipal: { AWS: ARN('111122223333') } }))).toEqual(['anyone'])
  })
  it('nobody by a Deny', () => {
    expect(opened({ ...allow({ Principal: '*' }), Effect: 'Deny' })).toEqual([])
  })
  it('as it stands in JSON, too', () => {
    expect(openings(JSON.stringify({ Statement: allow({ Principal: '*', Sid: 'All' }) }), OWN)).toMatchObject(
      [{ statement: 'All', actions: ['s3:*'] }],
    )
  })
  it.each([undefined, null, '', 'no JSON', 7, [], { Statement: 'x' }, { Statement: [null] }])(
    'nobody where there is no policy: %j',
    policy => {
      expect(openings(policy, OWN)).toEqual([])
    },
  )
  it('each for itself: one that is limited does not limit another', () => {
    const limited = allow({ Principal: '*', Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } })
    expect(opened([limited, allow({ Principal: '*' })])).toEqual(['anyone'])
  })
  it('of the accounts it names only those that its conditions leave', () => {
    const Condition = { StringEquals: { 'aws:PrincipalAccount': '111122223333' } }
    expect(opened(allow({ Principal: { AWS: [ARN(OTHER)] }, Condition }))).toEqual([])
    expect(opened(allow({ Principal: '*', Condition }))).toEqual([])
    const Other = { StringEquals: { 'aws:PrincipalAccount': ['111122223333', OTHER] } }
    expect(opened(allow({ Principal: '*', Condition: Other }))).toEqual([`other accounts ${OTHER}`])
  })
})

describe('a condition limits', () => {
  it.each([
    ['an organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1' } }],
    ['an organisation’s path', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1/r-1/*' } }],
    ['a VPC endpoint, in any case', { stringequals: { 'AWS:SOURCEVPCE': ['vpce-1', 'vpce-2'] } }],
    ['a VPC', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }],
    ['an address', { IpAddress: { 'aws:SourceIp': '203.0.113.7' } }],
    ['networks', { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8::/32'] } }],
    ['a source without an account', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::inventory' } }],
    ['AWS’s services', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }],
    [
      'one of several',
      {
        StringEquals: { 'aws:SourceVpc': 'vpc-1', 's3:prefix': 'a' },
        Bool: { 'aws:SecureTransport': 'true' },
      },
    ],
    [
      'IfExists, where the key must exist',
      { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' }, Null: { 'aws:SourceVpce': 'false' } },
    ],
  ])('to %s', (_, condition) => {
    expect(circleOf(condition).of).toBe('limited')
  })

  it.each([
    ['an account', { StringEquals: { 'aws:SourceAccount': OTHER } }],
    ['the account in a pattern', { StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${OTHER}:role/*` } }],
    ['the account of access points', { StringEquals: { 's3:DataAccessPointAccount': OTHER } }],
    [
      'both, the account and the network',
      { StringEquals: { 'aws:SourceAccount': OTHER }, IpAddress: { 'aws:SourceIp': '10.0.0.1' } },
    ],
  ])('to %s', (_, condition) => {
    expect(circleOf(condition)).toEqual({ of: 'accounts', accounts: [OTHER] })
  })

  it.each([
    ['without conditions', undefined],
    ['the whole internet', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }],
    ['half of it', { IpAddress: { 'aws:SourceIp': ['10.0.0.1', '128.0.0.0/1'] } }],
    ['the whole IPv6 internet', { IpAddress: { 'aws:SourceIp': '::/0' } }],
    ['all but a network', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
    ['all but an organisation', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1' } }],
    ['a pattern of everything', { StringLike: { 'aws:PrincipalOrgID': '*' } }],
    ['a pattern beside a value', { StringLike: { 'aws:SourceVpce': ['vpce-1', 'vpce-*'] } }],
    ['a pattern instead of the account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } }],
    ['a variable', { StringEquals: { 'aws:PrincipalOrgID': '${aws:PrincipalTag/org}' } }],
    [
      'what the caller chooses',
      { StringLike: { 'aws:Referer': 'https://shop.example/*', 'aws:UserAgent': 'x' } },
    ],
    ['TLS alone', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['a key that may be missing', { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1' } }],
    [
      'all values of a key that may be missing',
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-a1' } },
    ],
    ['no value', { StringEquals: { 'aws:SourceVpc': [] } }],
    ['what is not a condition', { StringEquals: 'aws:SourceVpc' }],
  ])('not: %s', (_, condition) => {
    expect(circleOf(condition)).toEqual({ of: 'everyone' })
  })
})

const uri = (group: string) => `http://acs.amazonaws.com/groups/${group}`
const body = (Grant: unknown) => ({ AccessControlPolicy: { AccessControlList: { Grant } } })

describe('an ACL grants', () => {
  const grant = (group: string, Permission = 'READ') => ({ Grantee: { URI: uri(group) }, Permission })
  it.each([
    ['by its canned name', { 'x-amz-acl': 'public-read' }, ['READ to anyone']],
    [
      'by a canned name in a list',
      { 'x-amz-acl': ['authenticated-read'] },
      ['READ to anyone with an AWS account'],
    ],
    ['by one grant', body(grant('global/AllUsers', 'WRITE_ACP')), ['WRITE_ACP to anyone']],
    [
      'by one of several',
      body([{ Grantee: { ID: 'd2' } }, grant('global/AuthenticatedUsers')]),
      ['READ to anyone with an AWS account'],
    ],
    [
      'by a header',
      { 'x-amz-grant-full-control': `id="d2", uri="${uri('global/AllUsers')}"` },
      ['FULL_CONTROL to anyone'],
    ],
    [
      'by CloudTrail’s list of headers',
      { accessControlList: { 'x-amz-grant-read': `uri=${uri('global/AllUsers')}` } },
      ['READ to anyone'],
    ],
    [
      'nothing by a private one',
      { 'x-amz-acl': 'private', ...body({ Grantee: { ID: 'd2' }, Permission: 'READ' }) },
      [],
    ],
    ['nothing to the log delivery group', body(grant('s3/LogDelivery', 'WRITE')), []],
    ['nothing by an empty one', { acl: '', AccessControlPolicy: '' }, []],
  ])('%s', (_, parameters, expected) => {
    expect(publicGrants(parameters).map(({ to, permission }) => `${permission} to ${to}`)).toEqual(expected)
  })
})
