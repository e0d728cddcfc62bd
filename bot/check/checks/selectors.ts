import type { FieldSelector, Selectors, TrailFacts } from '../../model/facts.ts'
import { valueOf } from '../../model/facts.ts'
import type { Coverage } from '../../model/finding.ts'

/** Which part of the requests to a bucket's objects is recorded. */
export interface Recorded {
  reads: Coverage
  writes: Coverage
}

const NOTHING: Recorded = { reads: 'none', writes: 'none' }

/** What a trail's selectors record of a bucket, whether the trail is logging or not. */
export function recordedBy({ selectors }: TrailFacts, bucket: string): Recorded {
  const value = valueOf(selectors)
  return value ? most(ofSelectors(value, `arn:aws:s3:::${bucket}/`)) : NOTHING
}

/** The most complete of several; two partial ones are not combined into a complete one. */
export const most = (all: readonly Recorded[]): Recorded => ({
  reads: fullest(all.map(({ reads }) => reads)),
  writes: fullest(all.map(({ writes }) => writes)),
})

const fullest = (all: readonly Coverage[]): Coverage =>
  (['all', 'some'] as const).find(coverage => all.includes(coverage)) ?? 'none'

function ofSelectors(value: Selectors, arn: string): Recorded[] {
  if (value.kind === 'advanced')
    return value.selectors.map(({ FieldSelectors }) => ofAdvanced(FieldSelectors, arn))
  return value.selectors.map(({ ReadWriteType, DataResources }) => {
    const values = DataResources.filter(({ Type }) => Type === 'AWS::S3::Object').flatMap(
      ({ Values }) => Values,
    )
    const coverage = fullest(values.map(prefix => startsWith(prefix, arn)))
    return {
      reads: ReadWriteType === 'WriteOnly' ? 'none' : coverage,
      writes: ReadWriteType === 'ReadOnly' ? 'none' : coverage,
    }
  })
}

/** The second part of an ARN names the partition; a trail records its own. */
const inAws = (arn: string): string => arn.replace(/^arn:aws-[a-z-]+:/, 'arn:aws:')

/** `arn:aws:s3` matches all buckets, `…:::bucket/` one, `…:::bucket/prefix` some of its objects. */
function startsWith(prefix: string, arn: string): Coverage {
  if (arn.startsWith(inAws(prefix))) return 'all'
  return inAws(prefix).startsWith(arn) ? 'some' : 'none'
}

function ofAdvanced(fields: readonly FieldSelector[], arn: string): Recorded {
  const equals = (name: string) => fields.find(({ Field }) => Field === name)?.Equals
  const isData =
    equals('eventCategory')?.includes('Data') && equals('resources.type')?.includes('AWS::S3::Object')
  if (!isData) return NOTHING
  const limits = new Set(
    fields
      .filter(({ Field }) => !['eventCategory', 'resources.type', 'readOnly'].includes(Field))
      .map(field => (field.Field === 'resources.ARN' ? ofArn(field, arn) : 'some')),
  )
  const coverage = limits.has('none') ? 'none' : limits.has('some') ? 'some' : 'all'
  const readOnly = equals('readOnly')
  return {
    reads: readOnly?.includes('false') ? 'none' : coverage,
    writes: readOnly?.includes('true') ? 'none' : coverage,
  }
}

/** All operators of a field must match; of one operator's values any one. */
function ofArn(field: FieldSelector, arn: string): Coverage {
  const { Equals, StartsWith, EndsWith, NotEquals, NotStartsWith, NotEndsWith } = field
  const all = [
    Equals && (Equals.some(one => inAws(one).startsWith(arn)) ? 'some' : 'none'),
    StartsWith && fullest(StartsWith.map(prefix => startsWith(prefix, arn))),
    EndsWith && 'some',
    NotEquals && (NotEquals.some(one => inAws(one).startsWith(arn)) ? 'some' : 'all'),
    NotStartsWith && without(fullest(NotStartsWith.map(prefix => startsWith(prefix, arn)))),
    NotEndsWith && 'some',
  ] as const
  return all.includes('none') ? 'none' : all.includes('some') ? 'some' : 'all'
}

const without = (coverage: Coverage): Coverage =>
  coverage === 'all' ? 'none' : coverage === 'some' ? 'some' : 'all'
