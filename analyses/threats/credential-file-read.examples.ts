import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = (key: string, fields = {}) => logLine({ operation: 'REST.GET.OBJECT', key, ...fields })
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'finds files of keys and passwords, whatever their case, and asking whether there is one',
    log: 'access-log',
    lines: [
      get('home/.aws/credentials'),
      get('backup/ID_RSA', { at: '16:00' }),
      get('app/.env.production', { at: '17:00' }),
      get('tls/server.PEM', { at: '18:00' }),
      get('my_private-key.txt', { at: '19:00' }),
      logLine({ operation: 'REST.HEAD.OBJECT', key: '.env', status: 404, at: '20:00' }),
    ],
    rows: [
      { key: 'home/.aws/credentials', requester: ADA },
      { key: 'backup/ID_RSA' },
      { key: 'app/.env.production' },
      { key: 'tls/server.PEM' },
      { key: 'my_private-key.txt' },
      { key: '.env', status: '404' },
    ],
    headline:
      '6 requests asked for files in my-bucket that are named like credentials, all by user ada from 203.0.113.7',
    severity: 'high',
  },
  {
    title: 'takes neither a public key, nor a name that only holds such a word, nor an upload for one',
    log: 'access-log',
    lines: [
      get('id_rsa.pub'),
      get('my.environment'),
      get('keynote.key.pdf'),
      get('.aws/credentials/readme.txt'),
      logLine({ operation: 'REST.PUT.OBJECT', key: '.env' }),
    ],
    rows: [],
    headline: 'No request for a file that is named like credentials is in the logs of my-bucket',
  },
  {
    title: 'thinks less of it where nothing was given out',
    log: 'access-log',
    lines: [get('.env', { status: 403, errorCode: 'AccessDenied' })],
    rows: [{ key: '.env', error_code: 'AccessDenied' }],
    headline: '1 request asked',
    severity: 'medium',
  },
  {
    title: 'finds them in CloudTrail',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: '.ssh/authorized_keys' })],
    rows: [{ key: '.ssh/authorized_keys' }],
    headline: '1 request asked',
  },
  {
    title: 'finds nothing in CloudTrail where only a public key was read',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'id_ed25519.pub' })],
    rows: [],
    headline: 'No request',
  },
  {
    title: 'finds further names, under one prefix, by one person',
    log: 'access-log',
    lines: ['a/main.TFSTATE', 'a/x', 'b/main.tfstate'].flatMap(key => [
      get(key),
      get(key, { requester: BOB }),
    ]),
    parameters: { alsoNamed: 'tfstate', prefix: 'a/', requester: 'bob' },
    rows: [{ key: 'a/main.TFSTATE', requester: BOB }],
    headline: 'by user bob',
  },
]
