import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const upload = (key: string, fields = {}) => logLine({ operation: 'REST.PUT.OBJECT', key, ...fields })
const uploadEvent = (key: string, fields = {}) => trailEvent({ eventName: 'PutObject', key, ...fields })
const ROLE = 'arn:aws:sts::111122223333:assumed-role/deploy/run-1'

export const examples: readonly Example[] = [
  {
    title: 'finds ransom notes, whatever their case, not a README, a program or a key that only begins alike',
    log: 'access-log',
    preset: 'ransom-note-upload',
    lines: [
      upload('docs/HOW_TO_DECRYPT_FILES.txt'),
      upload('!READ-ME-NOW!.html', { at: '16:00' }),
      upload('your_files_are_encrypted', { at: '17:00' }),
      upload('README.md'),
      upload('decrypt.py'),
      upload('decrypt.txt/data.csv'),
      upload('restore-files.txt', { status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'ransom.txt' }),
    ],
    rows: [
      { key: 'docs/HOW_TO_DECRYPT_FILES.txt', requester: ADA },
      { key: '!READ-ME-NOW!.html' },
      { key: 'your_files_are_encrypted' },
    ],
    headline:
      '3 objects that are named like ransom notes were put into my-bucket, all by user ada from 203.0.113.7',
    severity: 'high',
  },
  {
    title: 'finds them in CloudTrail',
    log: 'cloudtrail',
    lines: [uploadEvent('how-to-restore.txt')],
    rows: [{ key: 'how-to-restore.txt' }],
    headline: '1 object that is named like a ransom note was',
  },
  {
    title: 'finds none where nothing is named so',
    log: 'access-log',
    lines: [upload('reports/quarterly-report.pdf')],
    rows: [],
    headline: 'No upload of ransom notes to my-bucket is in the logs of this window.',
  },
  {
    title: 'finds scripts that a user uploads, not a role, nor other files',
    log: 'cloudtrail',
    preset: 'static-site-js-upload',
    lines: [
      uploadEvent('site/static/js/app/main.js'),
      uploadEvent('static/js/main.js', {
        identity: { type: 'AssumedRole', arn: ROLE, accountId: '111122223333' },
      }),
      uploadEvent('static/css/main.css'),
      uploadEvent('nonstatic/js/main.js'),
    ],
    rows: [{ key: 'site/static/js/app/main.js' }],
    headline: '1 script of a website was put into my-bucket by user ada',
  },
  {
    title: 'finds archives by the end of their name',
    log: 'access-log',
    preset: 'archive-upload',
    lines: [
      upload('dump.ZIP'),
      upload('a/b.tar.gz', { at: '16:00' }),
      upload('zip/readme.txt'),
      upload('a.gz'),
    ],
    rows: [{ key: 'dump.ZIP' }, { key: 'a/b.tar.gz' }],
    headline: '2 archives were put into my-bucket',
    severity: 'low',
  },
  {
    title: 'finds none where only roles upload',
    log: 'cloudtrail',
    parameters: { kind: 'scripts of a website' },
    lines: [
      uploadEvent('static/js/decrypt.txt', {
        identity: { type: 'AssumedRole', arn: ROLE, accountId: '111122223333' },
      }),
    ],
    rows: [],
    headline: 'No upload of scripts of a website',
  },
  {
    title: 'finds further names, by one person',
    log: 'access-log',
    lines: ['a.LOCKBIT', 'b_x', 'bxx'].flatMap(key => [
      upload(key),
      upload(key, { requester: 'arn:aws:iam::111122223333:user/bob' }),
    ]),
    parameters: { alsoNamed: 'lockbit b_', requester: 'bob' },
    rows: [{ key: 'a.LOCKBIT' }, { key: 'b_x' }],
    headline: 'by user bob',
  },
]
