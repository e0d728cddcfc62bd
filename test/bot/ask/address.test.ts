import { describe, expect, it } from 'vitest'
import { type Address, addressesIn, readAddress } from '../../../bot/text/address.ts'

const object = { bucket: 'my-bucket', key: 'invoices/2024/0117.pdf' }
const SIGNED =
  '?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIA%2F20261121&X-Amz-Security-Token=token&X-Amz-Signature=5ec7e7'

describe('an address', () => {
  it.each<[string, Address]>([
    ['s3://my-bucket/invoices/2024/0117.pdf', object],
    ['s3://my-bucket', { bucket: 'my-bucket' }],
    ['s3://my-bucket/', { bucket: 'my-bucket' }],
    ['s3://my-bucket/invoices/', { bucket: 'my-bucket', prefix: 'invoices/' }],
    ['s3://my-bucket/invoices/2024*', { bucket: 'my-bucket', prefix: 'invoices/2024' }],
    ['arn:aws:s3:::my-bucket/invoices/2024/0117.pdf', object],
    ['arn:aws-cn:s3:::my-bucket', { bucket: 'my-bucket' }],
    ['arn:aws:s3:::my-bucket/*', { bucket: 'my-bucket' }],
    ['https://my-bucket.s3.eu-west-1.amazonaws.com/invoices/2024/0117.pdf', object],
    ['https://my-bucket.s3.amazonaws.com/invoices/2024/0117.pdf', object],
    ['https://my-bucket.s3-eu-west-1.amazonaws.com/invoices/2024/0117.pdf', object],
    ['https://my-bucket.s3.dualstack.eu-west-1.amazonaws.com/invoices/2024/0117.pdf', object],
    ['https://my-bucket.s3-accelerate.amazonaws.com/invoices/2024/0117.pdf', object],
    ['https://my-bucket.s3.cn-north-1.amazonaws.com.cn/invoices/2024/0117.pdf', object],
    ['http://my.bucket.s3-website-eu-west-1.amazonaws.com/a', { bucket: 'my.bucket', key: 'a' }],
    ['https://s3.eu-west-1.amazonaws.com/my-bucket/invoices/2024/0117.pdf', object],
    ['https://s3-us-gov-west-1.amazonaws.com/my-bucket/', { bucket: 'my-bucket' }],
    ['https://s3.amazonaws.com/my-bucket/a%20b%2Bc+d%C3%A4', { bucket: 'my-bucket', key: 'a b+c+dä' }],
    ['https://my-bucket.s3.amazonaws.com/100%', { bucket: 'my-bucket', key: '100%' }],
    [
      'https://eu-west-1.console.aws.amazon.com/s3/object/my-bucket?region=eu-west-1&bucketType=general&prefix=invoices/2024/0117.pdf',
      object,
    ],
    [
      'https://s3.console.aws.amazon.com/s3/buckets/my-bucket?prefix=invoices/&showversions=false',
      { bucket: 'my-bucket', prefix: 'invoices/' },
    ],
    ['https://console.aws.amazon.com/s3/buckets/my-bucket?tab=objects', { bucket: 'my-bucket' }],
  ])('is read from %s', (text, address) => {
    expect(readAddress(text)).toEqual(address)
  })

  it.each([
    'my-bucket',
    'https://example.com/my-bucket/key',
    'https://my-bucket.s3.eu-west-1.amazonaws.com.example.com/key',
    'https://s3.console.aws.amazon.com.example.com/s3/object/my-bucket?prefix=a',
    'https://console.aws.amazon.com/ec2/home',
    'https://s3.amazonaws.com/',
    'https://[',
    's3://No/key',
    'arn:aws:s3:eu-west-1:111122223333:accesspoint/point/object/key',
    'arn:aws:iam::111122223333:user/ada',
    '',
  ])('is not read from “%s”', text => {
    expect(readAddress(text)).toBeUndefined()
  })

  it.each([
    `https://my-bucket.s3.eu-west-1.amazonaws.com/invoices/2024/0117.pdf${SIGNED}`,
    'https://my-bucket.s3.amazonaws.com/invoices/2024/0117.pdf?AWSAccessKeyId=AKIA&Signature=5ec7e7&Expires=1',
    `s3://my-bucket/invoices/2024/0117.pdf${SIGNED}`,
  ])('of a presigned URL has nothing of its signature: %s', text => {
    expect(readAddress(text)).toEqual(object)
  })
})

describe('addresses in a message', () => {
  it.each<[string, Address[]]>([
    ['Who read s3://my-bucket/invoices/2024/0117.pdf?', [object]],
    ['(see s3://my-bucket/invoices/2024/0117.pdf).', [object]],
    ['`s3://my-bucket/my file (2).txt`', [{ bucket: 'my-bucket', key: 'my file (2).txt' }]],
    [
      'gone: <https://s3.amazonaws.com/my-bucket/a?x=1&amp;X-Amz-Signature=5ec7e7|the file>!',
      [{ bucket: 'my-bucket', key: 'a' }],
    ],
    ['s3://my-bucket/a&amp;b', [{ bucket: 'my-bucket', key: 'a&b' }]],
    [
      's3://one-bucket/a and\narn:aws:s3:::two-bucket/b',
      [
        { bucket: 'one-bucket', key: 'a' },
        { bucket: 'two-bucket', key: 'b' },
      ],
    ],
    ['<!channel> https://example.com is down, `rm -rf s3`', []],
  ])('are found in %s', (text, addresses) => {
    expect(addressesIn(text)).toEqual(addresses)
  })
})
