import { bare, type Case, each, record } from './case.ts'

/** What clients write into a record: request URI, referrer, user agent. Each may hold anything but a line's end. */

const FORGED = 'x" 404 NoSuchKey 1 1 1 1 "-" "forged" - HOST= SigV2 C AuthHeader h TLSv1 - - us-east-1'
const HEAD = record().split(' "GET')[0]!
const kept = {
  operation: 'REST.GET.OBJECT',
  status: '200',
  tls_version: 'TLSv1.2',
  source_region: 'eu-west-1',
}

const agents: Case[] = each('a user agent', 'useragent', [
  ['"Mozilla/5.0 (X11; Linux x86_64)"', { ...kept, user_agent: 'Mozilla/5.0 (X11; Linux x86_64)' }],
  ['"a "quoted" word"', { ...kept, user_agent: 'a "quoted" word' }],
  ['""starts"', { ...kept, user_agent: '"starts' }],
  ['"ends""', { ...kept, user_agent: 'ends"' }],
  ['""both""', { ...kept, user_agent: '"both"' }],
  [String.raw`"esc \"aped\" ones"`, { ...kept, user_agent: String.raw`esc \"aped\" ones` }],
  [String.raw`"ends in \"`, { ...kept, user_agent: 'ends in \\' }],
  ['"""', { ...kept, user_agent: '"' }],
  ['""""', { ...kept, user_agent: '""' }],
  ['"a" - b"', { ...kept, user_agent: 'a" - b' }],
  ['"a" - HOST= SigV4"', { ...kept, user_agent: 'a" - HOST= SigV4' }],
  [`"${FORGED}"`, { ...kept, user_agent: FORGED }],
  ['" "', { ...kept, user_agent: ' ' }],
  ['"  two  spaces  "', { ...kept, user_agent: '  two  spaces  ' }],
  ['"tab\there"', { ...kept, user_agent: 'tab\there' }],
  ['"nul\0byte"', { ...kept, user_agent: 'nul\0byte' }],
  ['"bell\u0007"', { ...kept, user_agent: 'bell\u0007' }],
  ['"comma, semicolon; apostrophe\'"', { ...kept, user_agent: "comma, semicolon; apostrophe'" }],
  ['"Überraschung 🎁 \u2028 ﷽"', { ...kept, user_agent: 'Überraschung 🎁 \u2028 ﷽' }],
  ['"=HYPERLINK(1)"', { ...kept, user_agent: '=HYPERLINK(1)' }],
  ['"[brackets] alone"', { ...kept, user_agent: '[brackets] alone' }],
  [
    '"a time [20/Nov/2026:07:15:00 +0000] alone"',
    { ...kept, user_agent: 'a time [20/Nov/2026:07:15:00 +0000] alone' },
  ],
  ['"an anchor ID REST.DELETE.OBJECT k"', { ...kept, user_agent: 'an anchor ID REST.DELETE.OBJECT k' }],
  [`"${'x'.repeat(8000)}"`, { ...kept, user_agent: 'x'.repeat(8000) }],
  [`"${'"'.repeat(4000)}"`, { ...kept, user_agent: '"'.repeat(4000) }],
  [`"${'" "'.repeat(1000)}"`, { ...kept }],
  ['"${jndi:ldap://x/a}"', { ...kept, user_agent: '${jndi:ldap://x/a}' }],
  // With a whole beginning of a record it can be two records run together; nobody can tell.
  [`"${HEAD} x"`, 'unparsed'],
])

const referrers: Case[] = each('a referrer', 'referrer', [
  ['"https://example.com/a?b=c"', { ...kept, referrer: 'https://example.com/a?b=c' }],
  ['"https://example.com/with a space"', { ...kept, referrer: 'https://example.com/with a space' }],
  ['"with "quotes" inside"', { ...kept, referrer: 'with "quotes" inside', user_agent: 'S3Console/0.4' }],
  ['"https://audit.example.org/hadoop/1/op_delete/id/?op=op_delete&p1=s3a://shop/a&pr=ada"', { ...kept }],
  [`"${'q"'.repeat(30)}"`, { ...kept, referrer: 'q"'.repeat(30), user_agent: 'S3Console/0.4' }],
  [`"${'q"'.repeat(40)}"`, 'unparsed'],
  // From here on a text can be read in two ways: the first that fits.
  ['"a" "b"', { ...kept, referrer: 'a', user_agent: 'b" "S3Console/0.4' }],
])

const uris: Case[] = each('a URI', 'request_uri', [
  ['"GET / HTTP/1.1"', { ...kept, request_uri: 'GET / HTTP/1.1' }],
  ['"OPTIONS * HTTP/1.0"', { ...kept, request_uri: 'OPTIONS * HTTP/1.0' }],
  ['"GET /with a space HTTP/1.1"', { ...kept, request_uri: 'GET /with a space HTTP/1.1' }],
  [
    '"GET /?response-content-disposition=attachment;filename="a.txt" HTTP/1.1"',
    { ...kept, request_uri: 'GET /?response-content-disposition=attachment;filename="a.txt" HTTP/1.1' },
  ],
  ['"GET /"" HTTP/1.1"', { ...kept, request_uri: 'GET /"" HTTP/1.1' }],
  ['"GET /a" b HTTP/1.1"', { ...kept, request_uri: 'GET /a" b HTTP/1.1' }],
  ['"GET /é HTTP/1.1"', { ...kept, request_uri: 'GET /é HTTP/1.1' }],
  [`"GET /${'k'.repeat(8000)} HTTP/1.1"`, { ...kept }],
  [`"GET /${'"'.repeat(32)} HTTP/1.1"`, { ...kept, request_uri: `GET /${'"'.repeat(32)} HTTP/1.1` }],
  [`"GET /${'"'.repeat(33)} HTTP/1.1"`, 'unparsed'],
  ['"GET /" 999 - 1 1 1 1 "-" HTTP/1.1"', { status: '999', operation: 'REST.GET.OBJECT' }],
])

const SECRET = 'REDACTED'
const secrets: Case[] = each('a presigned URI', 'request_uri', [
  ['"GET /a?X-Amz-Signature=abc123 HTTP/1.1"', { request_uri: `GET /a?X-Amz-Signature=${SECRET} HTTP/1.1` }],
  [
    '"GET /a?X-Amz-Date=1&X-Amz-Signature=abc HTTP/1.1"',
    { request_uri: `GET /a?X-Amz-Date=1&X-Amz-Signature=${SECRET} HTTP/1.1` },
  ],
  ['"GET /a?x-amz-signature=abc HTTP/1.1"', { request_uri: `GET /a?x-amz-signature=${SECRET} HTTP/1.1` }],
  [
    '"GET /a?X-Amz-Security-Token=t%2Fo&b=1 HTTP/1.1"',
    { request_uri: `GET /a?X-Amz-Security-Token=${SECRET}&b=1 HTTP/1.1` },
  ],
  [
    '"GET /a?AWSAccessKeyId=AKIA&Signature=s%3D&Expires=9 HTTP/1.1"',
    { request_uri: `GET /a?AWSAccessKeyId=AKIA&Signature=${SECRET}&Expires=9 HTTP/1.1` },
  ],
  ['"GET /a&Signature=s HTTP/1.1"', { request_uri: `GET /a&Signature=${SECRET} HTTP/1.1` }],
  [
    '"GET /a?X%2DAmz%2DSignature=abc HTTP/1.1"',
    { request_uri: `GET /a?X%2DAmz%2DSignature=${SECRET} HTTP/1.1` },
  ],
  ['"GET /a?prefix=Signature HTTP/1.1"', { request_uri: 'GET /a?prefix=Signature HTTP/1.1' }],
  ['"GET /a=b HTTP/1.1"', { request_uri: 'GET /a=b HTTP/1.1' }],
])
const secretReferrer = each('a presigned referrer', 'referrer', [
  ['"https://x/a?X-Amz-Signature=abc"', { referrer: `https://x/a?X-Amz-Signature=${SECRET}` }],
])
const secretUnparsed: Case[] = [
  {
    title: 'a presigned URI in a line that is no record',
    line: 'GET /a?X-Amz-Signature=abc',
    expected: { kind: 'unparsed', unparsed_line: `GET /a?X-Amz-Signature=${SECRET}` },
  },
]

/** Dashes without quotes, one at a time and in records of S3's own. */
const mixed: Case[] = [
  {
    title: 'dashes in quotes',
    line: bare({ request_uri: '"-"', referrer: '"-"', useragent: '"-"' }),
    expected: { action: 'lifecycle-expire', user_agent: null },
  },
  { title: 'one dash in quotes', line: bare({ referrer: '"-"' }), expected: { action: 'lifecycle-expire' } },
  {
    title: 'a quoted URI, the others bare',
    line: record({ referrer: '-', useragent: '-' }),
    expected: { ...kept, user_agent: null },
  },
  {
    title: 'a quoted user agent, the others bare',
    line: bare({ useragent: '"lifecycle"' }),
    expected: { user_agent: 'lifecycle' },
  },
]

export const clientTextCases: Case[] = [
  ...agents,
  ...referrers,
  ...uris,
  ...secrets,
  ...secretReferrer,
  ...secretUnparsed,
  ...mixed,
]
