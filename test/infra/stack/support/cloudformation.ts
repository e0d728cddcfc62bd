import * as z from 'zod'
import type { Template } from 'aws-cdk-lib/assertions'

export const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
})
export type Resource = z.infer<typeof resourceSchema>

/** The names that AWS would give, as far as they matter: logical id -> name. */
export type Names = (logicalId: string, resource: Resource) => string | undefined

const PSEUDO: Record<string, string> = {
  'AWS::AccountId': '111122223333',
  'AWS::Region': 'eu-west-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
}

/**
 * The template's resources as CloudFormation would have them after deployment into account 111122223333 in
 * eu-west-1: references to names and ARNs are resolved.
 */
export function deployed(template: Template, names: Names): Record<string, Resource> {
  const resources = z.record(z.string(), resourceSchema).parse(template.toJSON().Resources)
  const nameOf = (id: string): string => {
    const resource = resources[id]
    return (resource && names(id, resource)) ?? id
  }
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== 'object' || value === null) return value
    const [name, operand] = Object.entries(value)[0] ?? []
    if (name === 'Ref') return PSEUDO[String(operand)] ?? nameOf(String(operand))
    if (name === 'Fn::GetAtt' && Array.isArray(operand))
      return attribute(String(operand[0]), String(operand[1]))
    if (name === 'Fn::Join' && Array.isArray(operand)) {
      const parts: unknown = resolve(operand[1])
      return (Array.isArray(parts) ? parts : []).map(String).join(String(operand[0]))
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]))
  }
  const attribute = (id: string, attributeName: string): string => {
    const arn = ARNS[resources[id]?.Type ?? '']?.(nameOf(id)) ?? `arn:of:${id}`
    return attributeName === 'Arn' ? arn : `${arn}/${attributeName}`
  }
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => [id, resourceSchema.parse(resolve(resource))]),
  )
}

const HERE = 'eu-west-1:111122223333'
const ARNS: Record<string, (name: string) => string> = {
  'AWS::S3::Bucket': name => `arn:aws:s3:::${name}`,
  'AWS::DynamoDB::Table': name => `arn:aws:dynamodb:${HERE}:table/${name}`,
  'AWS::IAM::Role': name => `arn:aws:iam::111122223333:role/${name}`,
  'AWS::SQS::Queue': name => `arn:aws:sqs:${HERE}:${name}`,
  'AWS::Logs::LogGroup': name => `arn:aws:logs:${HERE}:log-group:${name}:*`,
  'AWS::Lambda::Function': name => `arn:aws:lambda:${HERE}:function:${name}`,
}

/** Names as the local mode has them, so that what the stack says is true of the embedded services. */
export const LOCAL_NAMES: Names = (_, { Type, Properties }) => {
  if (Type === 'AWS::S3::Bucket') return 's3audit-workspace'
  if (Type === 'AWS::DynamoDB::Table') return 's3audit-investigations'
  const own = Properties.RoleName ?? Properties.FunctionName ?? Properties.Name
  return typeof own === 'string' ? own : undefined
}
