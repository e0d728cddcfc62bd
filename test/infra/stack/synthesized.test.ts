import { expect, it } from 'vitest'
import { checked } from '../../../infra/settings/checked.ts'
import { remarks } from '../../../infra/remarks.ts'
import { explained } from '../../../infra/synthesized.ts'
import { settings, templateOf } from './support/deployment.ts'

const said = (aws: object) => remarks(checked(settings({ aws }), 'x')).join('\n')

it('says of a template where its tables lie, whom its alarms tell, and who may publish there', () => {
  const text = explained(templateOf().toJSON())
  const workspace = String.raw`s3://<Workspace[A-Z0-9]+>`
  for (const place of ['logs/', 'evidence/', 'lists/'])
    expect(text).toMatch(new RegExp(`^    ${workspace}/${place}$`, 'm'))
  expect(text).toContain('    s3://daily-logs/by-date/\n')
  expect(text).toMatch(/^The topic <Topic[A-Z0-9]+>, which 9 alarms tell:$/m)
  expect(text).toContain('    anybody may not sns:Publish where aws:SecureTransport is false\n')
  expect(text).toContain(
    '    cloudwatch.amazonaws.com may sns:Publish where aws:SourceAccount is 111122223333 and aws:SourceArn is like arn:<AWS::Partition>:cloudwatch:eu-west-1:111122223333:alarm:s3audit-*',
  )
})

it('says that the policy of an operator’s own topic is the operator’s', () => {
  const topic = 'arn:aws:sns:eu-west-1:111122223333:on-call'
  const text = explained(templateOf({ aws: { alarms: { topic } } }).toJSON())
  expect(text).toContain(`The topic ${topic}, which 9 alarms tell:`)
  expect(text).toContain('Its policy is not the stack’s')
})

it('remarks on what is left open: executions that are not reserved, alarms that tell nobody', () => {
  expect(said({})).toContain('infra/RUNBOOK.md#reserved-concurrency')
  expect(said({})).toContain('infra/RUNBOOK.md#do-the-alarms-arrive')
  const alarms = { email: 'a@example.com' }
  expect(said({ alarms, reservedConcurrency: { slack: 5, reconcile: 20 } })).toBe('')
})
