import { randomStream } from '../../infra/local/sample/random.ts'
import { BENCH_BUCKET, BENCH_DAY, sessionOf } from './lines.ts'

const HEX = '0123456789abcdef'
const EVENTS = ['GetObject', 'PutObject', 'HeadObject', 'DeleteObject', 'ListObjects']

/** CloudTrail data events of one bucket's day, as JSON; the same for the same seed. */
export function* cloudTrailEvents(count: number, seed = 1): Generator<string> {
  const random = randomStream(seed, 'bench events')
  const start = Date.parse(BENCH_DAY.from)
  for (let index = 0; index < count; index++) {
    const time = new Date(start + Math.floor((index / count) * 86_400_000))
    const role = random.pick(['etl-nightly', 'web-frontend', 'invoice-writer'])
    const session = sessionOf(random)
    const key = `datasets/day=2026-11-${random.between(10, 30)}/part-${random.between(0, 99_999)}.parquet`
    const account = '111122223333'
    yield JSON.stringify({
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: `AROAEXAMPLE:${session}`,
        arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
        accountId: account,
        accessKeyId: 'ASIAEXAMPLE',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROAEXAMPLE',
            arn: `arn:aws:iam::${account}:role/${role}`,
            accountId: account,
            userName: role,
          },
          attributes: { creationDate: BENCH_DAY.from, mfaAuthenticated: 'false' },
        },
      },
      eventTime: `${time.toISOString().slice(0, 19)}Z`,
      eventSource: 's3.amazonaws.com',
      eventName: random.pick(EVENTS),
      awsRegion: 'eu-west-1',
      sourceIPAddress: `10.0.${random.between(0, 255)}.${random.between(1, 254)}`,
      userAgent: '[Boto3/1.38.12 md/Botocore#1.38.12 ua/2.1 os/linux#6.1.134 lang/python#3.12.9]',
      requestParameters: {
        bucketName: BENCH_BUCKET,
        Host: `${BENCH_BUCKET}.s3.eu-west-1.amazonaws.com`,
        key,
      },
      responseElements: null,
      additionalEventData: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: 0,
        AuthenticationMethod: 'AuthHeader',
        'x-amz-id-2': random.base64(15),
        bytesTransferredOut: random.between(0, 90_000_000),
      },
      requestID: random.text(16, HEX).toUpperCase(),
      eventID: `${random.text(8, HEX)}-0000-4000-8000-${random.text(12, HEX)}`,
      readOnly: true,
      resources: [
        { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${BENCH_BUCKET}/${key}` },
        { accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${BENCH_BUCKET}` },
      ],
      eventType: 'AwsApiCall',
      managementEvent: false,
      recipientAccountId: account,
      eventCategory: 'Data',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${BENCH_BUCKET}.s3.eu-west-1.amazonaws.com`,
      },
    })
  }
}
