import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const KALI = 'aws-cli/2.9 Python/3.11 Linux/6.6.9-kali1-amd64'

export const examples: readonly Example[] = [
  {
    title: 'finds scanners, attack tools, hacking systems, file browsers and who names itself not at all',
    log: 'access-log',
    lines: [
      ...['Nuclei - Open-source project', 'Pacu/1.0', 'S3 Browser/11.6.7', '-'].map(userAgent =>
        logLine({ ...get, userAgent }),
      ),
      logLine({ ...get, userAgent: KALI }),
      logLine({ ...get, userAgent: KALI, status: 403, errorCode: 'AccessDenied' }),
    ],
    rows: [
      { user_agent: KALI, kind: 'hacking distribution', requests: '2', errors: '1' },
      { user_agent: '(none)', kind: 'names itself not at all' },
      { user_agent: 'Nuclei - Open-source project', kind: 'scanner', example_requester: ADA },
      { user_agent: 'Pacu/1.0', kind: 'attack tool' },
      { user_agent: 'S3 Browser/11.6.7', kind: 'file browser' },
    ],
    headline:
      '6 requests to my-bucket by clients with suspicious names at 2026-11-20 07:15:00 UTC, 5 of them succeeded; most by user ada from 203.0.113.7 (hacking distribution).',
    severity: 'medium',
  },
  {
    title: 'suspects neither an SDK, a name that only holds such a word, nor records without a client',
    log: 'access-log',
    lines: [
      ...['Boto3/1.40 md/Botocore Python/3.13', 'kalimba-sync/2', 'hydrant/1.0', 'mynmapper'].map(userAgent =>
        logLine({ ...get, userAgent }),
      ),
      logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'a', userAgent: '-', status: '-' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', userAgent: '-', status: 204 }),
      logLine({
        operation: 'S3.EXPIRE.OBJECT',
        key: 'a',
        userAgent: '-',
        requester: 'AmazonS3',
        remoteIp: '-',
        status: '-',
      }),
    ],
    rows: [],
    headline: 'No client of my-bucket called itself by a suspicious name in this window.',
  },
  {
    title: 'finds other words where they are typed, and leaves the unnamed where they are not wanted',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', userAgent: 'Evil_Tool/1', requester: BOB }),
      logLine({ ...get, key: 'x/1', userAgent: 'EvilXTool/1', requester: BOB }),
      logLine({ ...get, key: 'x/1', userAgent: '-', requester: BOB }),
      logLine({ ...get, key: 'x/1', userAgent: 'evil_tool/1' }),
      logLine({ ...get, key: 'y/1', userAgent: 'evil_tool/1', requester: BOB }),
    ],
    parameters: { also: 'evil_tool', unnamed: false, prefix: 'x/', requester: 'bob' },
    rows: [{ user_agent: 'Evil_Tool/1', kind: 'as typed' }],
    headline: '1 request',
    severity: 'low',
  },
  {
    title: 'finds them in CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'ListObjects', userAgent: '[Cyberduck/8.7 (Mac OS X)]' }),
      trailEvent({ eventName: 'GetObject', key: 'a' }),
    ],
    rows: [{ user_agent: 'Cyberduck/8.7 (Mac OS X)', kind: 'file browser' }],
    headline: '1 request',
  },
  {
    title: 'suspects no console and no service in CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', userAgent: '[S3Console/0.4]' }),
      trailEvent({ eventName: 'PutObject', userAgent: 'athena.amazonaws.com' }),
    ],
    rows: [],
    headline: 'No client',
  },
]
