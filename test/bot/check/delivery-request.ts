import * as z from 'zod'

/** A small evaluator of bucket policies, made apart from the bot's own: what S3's delivery service may do. */

const texts = z.union([z.string(), z.array(z.string())]).transform(one => [one].flat())
const policySchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().optional(),
      Effect: z.enum(['Allow', 'Deny']),
      Principal: z.union([z.literal('*'), z.record(z.enum(['AWS', 'Service']), texts.optional())]),
      Action: texts,
      Resource: texts,
      Condition: z
        .partialRecord(
          z.enum(['ArnLike', 'StringEquals', 'StringNotEquals', 'Bool']),
          z.record(z.string(), texts),
        )
        .optional(),
    }),
  ),
})

export interface DeliveryRequest {
  object: string
  sourceArn: string
  sourceAccount: string
}

const globbed = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map(part => part.replaceAll(/[^\w:/-]/g, String.raw`\$&`))
      .join('.*')}$`,
  ).test(text)

/** Whether the policy lets the service put a log object. @throws where the policy is not one that AWS takes */
export function mayDeliver(policy: string, request: DeliveryRequest): boolean {
  const { Statement } = policySchema.parse(JSON.parse(policy))
  const sids = Statement.flatMap(({ Sid }) => Sid ?? [])
  if (new Set(sids).size < sids.length) throw new Error('A policy takes each Sid once')
  const values: Record<string, string> = {
    'aws:SourceArn': request.sourceArn,
    'aws:SourceAccount': request.sourceAccount,
    'aws:SecureTransport': 'true',
    'aws:PrincipalIsAWSService': 'true',
  }
  const applying = Statement.filter(({ Principal, Action, Resource, Condition = {} }) => {
    const who =
      Principal === '*' ||
      Principal.AWS?.includes('*') ||
      Principal.Service?.includes('logging.s3.amazonaws.com')
    const what =
      Action.some(one => globbed(one, 's3:PutObject')) && Resource.some(one => globbed(one, request.object))
    const when = Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => {
        const given = values[key]
        if (operator === 'StringNotEquals') return given === undefined || !wanted.includes(given)
        return (
          given !== undefined &&
          wanted.some(one => (operator === 'ArnLike' ? globbed(one, given) : one === given))
        )
      }),
    )
    return who && what && when
  })
  const effects = new Set(applying.map(({ Effect }) => Effect))
  return effects.has('Allow') && !effects.has('Deny')
}
