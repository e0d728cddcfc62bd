import { type Random, randomStream, type Weighted } from '../../infra/local/sample/random.ts'

/** Server access log lines for benches: a day of one bucket's traffic, 0.5 % of it in odd shapes. */

export const BENCH_BUCKET = 'shop-data'
export const BENCH_DAY = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' }

const OWNER = '36c1f05b76016b78528454e6e0c60e2b7ff7aa20c0a5e4c748276e5b0a2debd2'
const HEX = '0123456789ABCDEF'
/** One of a few hundred machines; its id is the name of its session in a role. */
export const sessionOf = (random: Random): string =>
  `i-0${(random.between(1, 400) * 2_654_435_761).toString(16).slice(-8)}`

const ROLES = ['etl-nightly', 'web-frontend', 'invoice-writer', 'report-reader', 'backup-agent']
const AGENTS = [
  'aws-sdk-java/2.31.40 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1 lang/java#21.0.6 md/OpenJDK_64-Bit_Server_VM',
  'Boto3/1.38.12 md/Botocore#1.38.12 ua/2.1 os/linux#6.1.134 md/arch#x86_64 lang/python#3.12.9 cfg/retry-mode#standard',
  'aws-cli/2.27.7 md/awscrt#0.26.1 ua/2.1 os/linux#5.10 md/arch#aarch64 lang/python#3.13.2 md/command#s3.cp',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
]

interface Kind {
  operation: string
  method: string
  status: number
  error: string
}

const kind = (operation: string, method: string, status: number, error = '-'): Kind => ({
  operation,
  method,
  status,
  error,
})
const KINDS: Weighted<Kind> = [
  [55, kind('REST.GET.OBJECT', 'GET', 200)],
  [5, kind('REST.GET.OBJECT', 'GET', 404, 'NoSuchKey')],
  [2, kind('REST.GET.OBJECT', 'GET', 403, 'AccessDenied')],
  [14, kind('REST.PUT.OBJECT', 'PUT', 200)],
  [12, kind('REST.HEAD.OBJECT', 'HEAD', 200)],
  [6, kind('REST.GET.BUCKET', 'GET', 200)],
  [2, kind('REST.DELETE.OBJECT', 'DELETE', 204)],
  [0.2, kind('REST.GET.OBJECT', 'GET', 503, 'SlowDown')],
]

/** Operations whose records hold no request: `-` without quotes. */
const BARE = ['BATCH.DELETE.OBJECT', 'S3.EXPIRE.OBJECT', 'S3.CREATE.DELETEMARKER']

/** A megabyte of base64 to cut ids from: drawing each of their characters costs more than all the rest. */
const IDS = randomBytesOf(1 << 20)

function randomBytesOf(length: number): string {
  const random = randomStream(7, 'ids')
  return random.base64(Math.ceil(length / 5)).replaceAll('=', '')
}

/** So many lines of the stream, oldest first and evenly over the window; the same for the same seed. */
export function* accessLogLines(count: number, seed = 1, window = BENCH_DAY): Generator<string> {
  const random = randomStream(seed, 'bench lines')
  const start = Date.parse(window.from)
  const length = Date.parse(window.to) - start
  for (let index = 0; index < count; index++) {
    const time = new Date(start + Math.floor((index / count) * length))
    const chance = random.fraction()
    const line = chance < 0.04 ? bareLine(random, time) : requestLine(random, time)
    yield chance > 0.995 ? oddLine(line, random) : line
  }
}

/** `20/Nov/2026:07:15:00 +0000` */
function logTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(' ')
  return `${day}/${month}/${year}:${clock} +0000`
}

const id = (random: Random, length: number): string => {
  const at = random.between(0, IDS.length - length)
  return IDS.slice(at, at + length)
}

/** Half the keys have characters that are logged percent-encoded. */
const keyOf = (random: Random): string =>
  random.fraction() < 0.5
    ? `datasets/region%253Deu/day%253D2026-11-${random.between(10, 30)}/part-${random.between(0, 99_999)}.parquet`
    : `invoices/2026/11/${random.between(10, 30)}/customer-${random.between(0, 99_999)}.pdf`

function requestLine(random: Random, time: Date): string {
  const { operation, method, status, error } = random.weighted(KINDS)
  const key = operation === 'REST.GET.BUCKET' ? '-' : keyOf(random)
  const path = key === '-' ? `/?list-type=2&prefix=datasets%2F` : `/${key.replaceAll('%25', '%')}`
  const size = status < 300 ? random.between(100, 90_000_000) : '-'
  const sent = status < 300 ? (method === 'GET' ? size : '-') : random.between(200, 400)
  const total = random.between(4, 900)
  const role = random.pick(ROLES)
  return (
    `${OWNER} ${BENCH_BUCKET} [${logTime(time)}] 10.${random.between(0, 9)}.${random.between(0, 255)}.${random.between(1, 254)} ` +
    `arn:aws:sts::111122223333:assumed-role/${role}/${sessionOf(random)} ${random.text(16, HEX)} ${operation} ${key} ` +
    `"${method} ${path} HTTP/1.1" ${status} ${error} ${sent} ${size} ${total} ${Math.ceil(total / 2)} "-" "${random.pick(AGENTS)}" - ` +
    `${id(random, 74)}= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader ${BENCH_BUCKET}.s3.eu-west-1.amazonaws.com TLSv1.3 - - eu-west-1`
  )
}

function bareLine(random: Random, time: Date): string {
  const operation = random.pick(BARE)
  const requester = operation.startsWith('S3.') ? 'AmazonS3' : 'arn:aws:iam::111122223333:user/cleaner'
  return (
    `${OWNER} ${BENCH_BUCKET} [${logTime(time)}] - ${requester} ${random.text(16, HEX)} ${operation} ` +
    `${keyOf(random).replaceAll('%253D', '%3D')} - ${operation.startsWith('BATCH') ? 204 : '-'} - - ${random.between(1, 9_999_999)} - - - - ` +
    `${id(random, 32)} ${id(random, 74)}= SigV4 TLS_AES_128_GCM_SHA256 AuthHeader ${BENCH_BUCKET}.s3.eu-west-1.amazonaws.com TLSv1.3 - - eu-west-1`
  )
}

/** The line in one of the shapes that only the pattern itself can read. */
function oddLine(line: string, random: Random): string {
  return random.weighted<(line: string) => string>([
    [1, text => text.replace(/"([^"]*)" (?=\S+ \S+= SigV)/, '"a "quoted" $1" ')],
    [
      1,
      text =>
        text.replace(/arn:\S+/, 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE'),
    ],
    [1, text => `${text} new-field`],
    [1, text => text.replace('HTTP/1.1"', 'HTTP/1.1?q="x""')],
    [1, text => text.replace(/ \S+= SigV4/, ' X$&')],
    [1, text => text.slice(0, 120)],
  ])(line)
}
