import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { flat } from './stack/flat.ts'

/** `npm run explain`, after `npm run synth`: says of the template what is easily got wrong and hard to see in it. */
const OUTPUT = 'cdk.out'

const texts = z.union([z.string(), z.array(z.unknown())]).transform(one => [one].flat().map(flat))
const statementSchema = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.string(), z.record(z.string(), texts)]),
  Action: texts,
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
})
const resourceSchema = z.discriminatedUnion('Type', [
  z.object({
    Type: z.literal('AWS::Glue::Table'),
    Properties: z.object({
      TableInput: z.object({
        Name: z.string(),
        Parameters: z.record(z.string(), z.unknown()),
        StorageDescriptor: z.object({ Location: z.unknown() }),
      }),
    }),
  }),
  z.object({
    Type: z.literal('AWS::CloudWatch::Alarm'),
    Properties: z.object({ AlarmName: z.unknown(), AlarmActions: z.array(z.unknown()) }),
  }),
  z.object({
    Type: z.literal('AWS::SNS::TopicPolicy'),
    Properties: z.object({
      Topics: z.array(z.unknown()),
      PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
    }),
  }),
])

/** Where each table of a template lies, whom each alarm tells, and who may publish there, in plain words. */
export function explained(template: unknown): string {
  const { Resources } = z.object({ Resources: z.record(z.string(), z.unknown()) }).parse(template)
  const resources = Object.values(Resources).flatMap(one => resourceSchema.safeParse(one).data ?? [])
  const tables = resources.flatMap(one =>
    one.Type === 'AWS::Glue::Table' ? [one.Properties.TableInput] : [],
  )
  const alarms = resources.flatMap(one => (one.Type === 'AWS::CloudWatch::Alarm' ? [one.Properties] : []))
  const policies = resources.flatMap(one => (one.Type === 'AWS::SNS::TopicPolicy' ? [one.Properties] : []))
  const topics = [...new Set(alarms.flatMap(({ AlarmActions }) => AlarmActions.map(flat)))]
  return [
    'Tables, and where they lie:',
    ...tables.flatMap(({ Name, Parameters, StorageDescriptor }) => [
      `  ${Name}`,
      `    ${flat(StorageDescriptor.Location)}`,
      `    a partition: ${flat(Parameters['storage.location.template'])}`,
    ]),
    ...topics.flatMap(topic => {
      const statements = policies
        .filter(({ Topics }) => Topics.map(flat).includes(topic))
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      const told = alarms.filter(({ AlarmActions }) => AlarmActions.map(flat).includes(topic))
      return [
        `The topic ${topic}, which ${told.length} alarms tell:`,
        ...told.map(({ AlarmName }) => `  ${flat(AlarmName)}`),
        statements.length > 0
          ? '  Its policy, which replaces SNS’s own:'
          : '  Its policy is not the stack’s; infra/RUNBOOK.md#a-topic-of-your-own has the statement that it needs.',
        ...statements.map(one => `    ${inWords(one)}`),
      ]
    }),
  ].join('\n')
}

function inWords({ Effect, Principal, Action, Condition }: z.infer<typeof statementSchema>): string {
  const who = typeof Principal === 'string' ? [Principal] : Object.values(Principal).flat()
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, value]) =>
        `${key} ${operator.endsWith('Like') ? 'is like' : 'is'} ${[value].flat().map(flat).join(' or ')}`,
    ),
  )
  const may = `${who.includes('*') ? 'anybody' : who.join(' and ')} ${Effect === 'Allow' ? 'may' : 'may not'}`
  return `${may} ${Action.join(', ')}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''}`
}

if (import.meta.main) {
  const files = existsSync(OUTPUT) ? readdirSync(OUTPUT).filter(file => file.endsWith('.template.json')) : []
  if (files.length === 0) throw new Error(`${OUTPUT} has no template: run npm run synth first`)
  for (const file of files) console.log(explained(JSON.parse(readFileSync(path.join(OUTPUT, file), 'utf8'))))
}
