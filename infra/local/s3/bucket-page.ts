import { defined } from '../../../analyses/lib/defined.ts'
import { z } from 'zod'
import { S3Error } from './protocol/errors.ts'
import type { Xml } from '../http/xml.ts'

interface Bucket {
  name: string
  created: Date
  region: string
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
const schema = z.object({
  'max-buckets': z.coerce.number().int().min(1).max(10_000).optional(),
  'continuation-token': z.string().max(1024).optional(),
  prefix: z.string().optional(),
  'bucket-region': z.string().optional(),
})

/** One page of the account's buckets, by name. A request with a parameter is told each bucket's Region, too. */
export function bucketPage(
  buckets: readonly Bucket[],
  query: Readonly<Record<string, string>>,
  region: string,
): { [name: string]: Xml } {
  const parsed = schema.safeParse(query)
  if (!parsed.success)
    throw new S3Error('InvalidArgument', 'Argument max-buckets must be an integer between 1 and 10000')
  const {
    'max-buckets': most = 10_000,
    'continuation-token': token,
    prefix,
    'bucket-region': only,
  } = parsed.data
  if (only !== undefined && only !== region)
    throw new S3Error('InvalidArgument', 'Requests made to another Region’s endpoint are not supported')
  const after = token === undefined ? '' : nameOf(token)
  const rest = buckets
    .filter(({ name, region: own }) => name > after && name.startsWith(prefix ?? '') && own === (only ?? own))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const page = rest.slice(0, most)
  const last = page.at(-1)
  return {
    Buckets: {
      Bucket: page.map(bucket => ({
        Name: bucket.name,
        CreationDate: bucket.created,
        ...(Object.keys(parsed.data).length > 0 && { BucketRegion: bucket.region }),
      })),
    },
    ...defined({ Prefix: prefix }),
    ...(last && rest.length > most && { ContinuationToken: tokenOf(last.name) }),
  }
}

const tokenOf = (name: string): string => Buffer.from(`after ${name}`).toString('base64')

function nameOf(token: string): string {
  const [, name] = /^after (.+)$/.exec(Buffer.from(token, 'base64').toString()) ?? []
  if (name === undefined) throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect')
  return name
}
