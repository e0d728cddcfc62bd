import fc from 'fast-check'
import type { Fields } from './corpus/case.ts'

/** What records are generated from: any value that a field may hold. */

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter(text => !/[\s"[\]%+\0\uFEFF]/.test(text) && text !== '-')
const digits = fc.nat().map(String)
const orDash = (values: fc.Arbitrary<string>) => fc.oneof(values, fc.constant('-'))
const operation = fc.constantFrom(
  'REST.GET.OBJECT',
  'REST.PUT.OBJECT',
  'BATCH.DELETE.OBJECT',
  'S3.EXPIRE.OBJECT',
  'WEBSITE.GET.OBJECT',
  'REST.NEW.THING',
)

/** Text in quotes: anything but a line's end, and but what could end the field before its time. */
export const clientText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter(text => !/[\r\n\0\uFEFF]/.test(text) && text !== '-')
const inner = clientText.filter(text => !text.includes('"') && !text.includes('[') && !/[?&]/.test(text))
export const agent = clientText.filter(text => !text.includes('['))

const quoted = (text: fc.Arbitrary<string>) => text.map(value => `"${value}"`)

/** The fields of a record in the corpus' bucket and window. */
export const fields: fc.Arbitrary<Required<Pick<Fields, 'key' | 'useragent'>> & Fields> = fc.record({
  remoteip: fc.oneof(fc.ipV4(), fc.ipV6()),
  requester: orDash(word),
  requestid: fc.stringMatching(/^[0-9A-F]{16}$/),
  operation,
  key: word,
  request_uri: quoted(inner),
  httpstatus: fc.integer({ min: 100, max: 599 }).map(String),
  errorcode: orDash(word),
  bytessent: orDash(digits),
  objectsize: orDash(digits),
  totaltime: orDash(digits),
  turnaroundtime: orDash(digits),
  referrer: quoted(inner),
  useragent: quoted(agent),
  versionid: orDash(word),
  hostid: word,
  sigv: fc.constantFrom('SigV4', 'SigV2', 'SigV4A', '-'),
  ciphersuite: orDash(word),
  authtype: orDash(word),
  endpoint: orDash(word),
  accesspointarn: orDash(word),
  aclrequired: fc.constantFrom('Yes', '-'),
  sourceregion: orDash(word),
})
