import { DOMAIN, REGION } from '../../analyses/lib/aws/partitions.ts'

/** A place in S3 that somebody named: a bucket; in it an object, or what begins with a prefix. */
export interface Address {
  bucket: string
  key?: string
  prefix?: string
}

/** As S3 names buckets today. */
export const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const ARN = /^arn:aws[\w-]*:s3:::([^/]+)\/?(.*)$/is
const URI = /^s3:\/\/([^/]+)\/?(.*)$/is
/** Virtual-hosted with a bucket, path-style without; also dual-stack, FIPS, accelerated and website endpoints. */
const HOST = new RegExp(
  `^(?:(?<bucket>[a-z0-9][a-z0-9.-]*)[.])?s3(?:-(?:fips|accelerate|website))?(?:[.]dualstack)?(?:[.-]${REGION})?[.](?:${DOMAIN})$`,
)
const CONSOLE = /^(?:[a-z0-9-]+\.)*console\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn|aws\.eu)$/

/** A key has at most 1024 bytes, each three characters in a URL; tokens of presigned URLs are longer. */
const LONGEST = 4096

/** In code, an address is all of it, blanks too; elsewhere it ends with the word, and a link is a word. */
const MENTIONED =
  /`(?<code>(?:s3:\/\/|arn:aws)[^`\n]+)`|(?<word>(?:s3:\/\/|arn:aws[\w-]*:s3:::|https?:\/\/)[^\s`"'<>|]+)/gi

/**
 * The addresses in a text as Slack stores it, in order: S3 URIs, ARNs, virtual-hosted and path-style URLs, and
 * links to the S3 console. Of a URL's query only the console's own `prefix` is read, so that no signature of a
 * presigned URL gets any further.
 */
export function addressesIn(text: string): Address[] {
  const plain = text
    .replaceAll(/<((?:https?|s3):[^|>\s]*)(?:\|[^>]*)?>/gi, ' $1 ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  return [...plain.matchAll(MENTIONED)].flatMap(({ groups = {} }) => {
    const { code, word = '' } = groups
    return readAddress(code?.trim() ?? word.slice(0, LONGEST).replace(/[.,;:!?)\]}]+$/, '')) ?? []
  })
}

/** The address that a text is; undefined where it is something else. */
export function readAddress(text: string): Address | undefined {
  const [, bucket, rest = ''] = URI.exec(text) ?? ARN.exec(text) ?? []
  if (bucket !== undefined) return addressOf(bucket, unsigned(rest))
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  return CONSOLE.test(url.hostname) ? inConsole(url) : inUrl(url)
}

/** Nobody signs an S3 URI, but people make one of a URL by hand. */
function unsigned(key: string): string {
  const signed = key.search(/[?&](?:X-Amz-|AWSAccessKeyId=|Signature=)/i)
  return signed < 0 ? key : key.slice(0, key.includes('?') ? key.indexOf('?') : signed)
}

function addressOf(bucket: string, rest: string): Address | undefined {
  if (!BUCKET_NAME.test(bucket)) return undefined
  const open = rest.endsWith('*')
  const path = open ? rest.slice(0, -1) : rest
  if (path === '') return { bucket }
  return open || path.endsWith('/') ? { bucket, prefix: path } : { bucket, key: path }
}

function inUrl({ hostname, pathname }: URL): Address | undefined {
  const found = HOST.exec(hostname)
  if (!found) return undefined
  const path = decoded(pathname.slice(1))
  const { bucket } = found.groups ?? {}
  if (bucket !== undefined) return addressOf(bucket, path)
  const [first = '', ...rest] = path.split('/')
  return addressOf(first, rest.join('/'))
}

/** `/s3/object/BUCKET_NAME?prefix=KEY` shows an object, `/s3/buckets/BUCKET_NAME?prefix=PREFIX` a list. */
function inConsole({ pathname, searchParams }: URL): Address | undefined {
  const [, page, bucket = ''] = /^\/s3\/(object|buckets)\/([^/]+)/.exec(pathname) ?? []
  const named = searchParams.get('prefix') ?? ''
  if (page === undefined) return undefined
  return addressOf(bucket, page === 'object' || named === '' ? named : named.replace(/\*?$/, '*'))
}

/** A key as the bucket has it; as the URL has it where it cannot be read. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
