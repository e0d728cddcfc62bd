import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const get = {
  operation: 'REST.GET.OBJECT',
  key: 'a',
  status: 301,
  errorCode: 'PermanentRedirect',
  host: 's3.amazonaws.com',
}

export const examples: readonly Example[] = [
  {
    title: 'finds who asks at which wrong host',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, key: 'b', remoteIp: '203.0.113.8' }),
      logLine({ ...get, status: 307, errorCode: 'TemporaryRedirect', requester: '-' }),
      logLine({ operation: 'WEBSITE.GET.OBJECT', status: 302, requester: '-' }),
      logLine({ operation: 'REST.GET.OBJECT' }),
    ],
    rows: [
      {
        requests: '2',
        status: '301',
        error_code: 'PermanentRedirect',
        requester: ADA,
        host_header: 's3.amazonaws.com',
        addresses: '2',
      },
      { requests: '1', status: '302', operation: 'WEBSITE.GET.OBJECT' },
      { requests: '1', status: '307', requester: '(anonymous)' },
    ],
    headline: '4 requests to my-bucket were redirected; the most, 2, by user ada at s3.amazonaws.com.',
  },
  {
    title: 'takes an unchanged object for no redirect',
    log: 'access-log',
    lines: [
      logLine({ ...get, status: 304, errorCode: '-' }),
      logLine({ ...get, status: 400, errorCode: 'AuthorizationHeaderMalformed' }),
    ],
    rows: [],
    headline: 'No request to my-bucket was redirected',
  },
  {
    title: 'looks at one prefix alone',
    log: 'access-log',
    parameters: { prefix: 'a' },
    lines: [logLine(get), logLine({ ...get, key: 'b' })],
    rows: [{ requests: '1' }],
    headline: '1 request to my-bucket was redirected',
  },
]
