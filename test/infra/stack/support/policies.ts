import * as z from 'zod'
import type { Resource } from './cloudformation.ts'

/** A call as IAM sees it. */
export interface Call {
  action: string
  resource: string
  /** Condition keys and their values. */
  context: Record<string, string>
}

const texts = z.union([z.string(), z.array(z.string())]).transform(one => (Array.isArray(one) ? one : [one]))
const statementSchema = z.strictObject({
  Effect: z.literal('Allow'),
  Action: texts,
  Resource: texts,
  Condition: z
    .partialRecord(z.enum(['StringEquals', 'StringLike', 'ArnLike', 'Bool']), z.record(z.string(), texts))
    .optional(),
})
export type Statement = z.infer<typeof statementSchema>

/** Everything that a role may do by its own policies; anything of a policy that is not understood throws. */
export function statementsOf(roleName: string, resources: Record<string, Resource>): Statement[] {
  const policies = Object.values(resources).filter(({ Type, Properties }) => {
    const roles = z.array(z.string()).safeParse(Properties.Roles).data ?? []
    return Type === 'AWS::IAM::Policy' && roles.includes(roleName)
  })
  return policies.flatMap(
    ({ Properties }) =>
      z.object({ Statement: z.array(statementSchema) }).parse(Properties.PolicyDocument).Statement,
  )
}

/** Whether one of the statements allows the call, as IAM decides without a Deny. */
export const allows = (statements: readonly Statement[], call: Call): boolean =>
  statements.some(statement => covers(statement, call))

export const covers = ({ Action, Resource, Condition }: Statement, call: Call): boolean =>
  Action.some(action => like(action, call.action)) &&
  Resource.some(resource => like(resource, call.resource)) &&
  Object.entries(Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const given = call.context[key]
      return (
        given !== undefined &&
        values.some(value => (operator.endsWith('Like') ? like(value, given) : value === given))
      )
    }),
  )

const topicStatementSchema = statementSchema.extend({
  Sid: z.string(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.strictObject({ Service: z.string() })]),
})

/**
 * Whether the policies of a topic let a service publish to it, as SNS decides: by an Allow and no
 * Deny. Anything of a policy that is not understood throws.
 * @param topic as the template's references to it are resolved
 */
export function mayPublish(
  resources: Record<string, Resource>,
  { topic, service, context }: { topic: string; service: string; context: Call['context'] },
): boolean {
  const statements = Object.values(resources)
    .filter(({ Type, Properties }) => {
      const topics = z.array(z.string()).safeParse(Properties.Topics).data ?? []
      return Type === 'AWS::SNS::TopicPolicy' && topics.includes(topic)
    })
    .flatMap(
      ({ Properties }) =>
        z.object({ Statement: z.array(topicStatementSchema) }).parse(Properties.PolicyDocument).Statement,
    )
  const call = { action: 'sns:Publish', resource: topic, context }
  const matching = (effect: 'Allow' | 'Deny') =>
    statements.some(
      ({ Effect, Principal, ...statement }) =>
        Effect === effect &&
        (Principal === '*' || Principal.Service === service) &&
        covers({ ...statement, Effect: 'Allow' }, call),
    )
  return matching('Allow') && !matching('Deny')
}

/** IAM's wildcards: `*` is any text, `?` one character. */
const like = (pattern: string, text: string): boolean => expressionOf(pattern).test(text)

const expressions = new Map<string, RegExp>()

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const expression = expressions.get(pattern) ?? new RegExp(`^${source}$`, 's')
  expressions.set(pattern, expression)
  return expression
}
