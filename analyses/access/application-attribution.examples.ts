import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 10 }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const audit = (query: string) => ({
  referrer: `https://audit.example.org/hadoop/1/op_open/4c1d-00000003/?${query}`,
})

export const examples: readonly Example[] = [
  {
    title: 'tells user, operation, job and path, in the form of today and that of old',
    log: 'access-log',
    lines: [
      logLine({ ...get, ...audit('op=op_open&p1=s3a://my-bucket/a%20b&pr=alice&ji=job_42&ts=1') }),
      logLine({
        ...get,
        ...audit('op=op_open&p1=s3a://my-bucket/c&pr=alice&ji=job_42&ts=2'),
        status: 404,
        errorCode: 'NoSuchKey',
      }),
      logLine({
        ...get,
        referrer:
          'https://hadoop.apache.org/audit/dbf/s/0d/op/dbf?principal=stevel&op=op_create&path=s3a://my-bucket/d',
      }),
      logLine({ ...get, referrer: 'https://shop.example/?pr=mallory' }),
    ],
    rows: [
      {
        hadoop_user: 'alice',
        hadoop_operation: 'op_open',
        job: 'job_42',
        requests: '2',
        errors: '1',
        example_path: 's3a://my-bucket/a b',
        requester: ADA,
      },
      {
        hadoop_user: 'stevel',
        hadoop_operation: 'op_create',
        job: '(not told)',
        example_path: 's3a://my-bucket/d',
      },
    ],
    headline: '3 of 4 requests to my-bucket name a Hadoop job, by 2 Hadoop users; alice made 66.7 % of them.',
  },
  {
    title: 'looks at one requester below one prefix, and keeps what does not decode as it is',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', ...audit('pr=50%&op=op_open'), requester: BOB }),
      logLine({ ...get, key: 'x/1', ...audit('pr=carol&op=op_open') }),
      logLine({ ...get, ...audit('pr=dave&op=op_open'), requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ hadoop_user: '50%' }],
    headline: '1 of 1 request',
  },
  {
    title: 'finds none where no request names a job',
    log: 'access-log',
    lines: [logLine(get)],
    rows: [],
    headline: 'None of the 1 request to my-bucket names a Hadoop job.',
  },
]
