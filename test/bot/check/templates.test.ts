import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include'
import { afterAll, expect, it } from 'vitest'
import * as z from 'zod'

/** The CloudFormation lines of every golden message, read by CDK: their resources and properties must be real ones. */

const golden = new URL('golden/', import.meta.url)
const templates = fs.readdirSync(golden).flatMap(name => {
  const [, template] = fs
    .readFileSync(new URL(name, golden), 'utf8')
    .split('CLOUDFORMATION, UNDER RESOURCES\n\n')
  return template?.includes('Type:') ? [[name, template] as const] : []
})

const resources = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) }),
  ),
})

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-template-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

it('there are templates to look at', () => expect(templates.length).toBeGreaterThan(15))

it.each(templates)('%s', (name, template) => {
  const file = path.join(folder, `${name}.yaml`)
  const indented = template.split('\n').map(line => `  ${line}`)
  // Where a trail is there its other properties are in the reader's own template.
  fs.writeFileSync(file, ['Resources:', ...indented].join('\n'))
  const stack = new Stack(new App({ outdir: path.join(folder, `${name}.out`) }))
  const printed = new CfnInclude(stack, 'Printed', { templateFile: file })
  expect(printed.stack).toBe(stack)
  const { Resources } = resources.parse(Template.fromStack(stack).toJSON())
  for (const { Type, Properties } of Object.values(Resources)) {
    expect(Type).toMatch(/^AWS::(S3|CloudTrail)::/)
    expect(Object.keys(Properties).length).toBeGreaterThan(0)
  }
})
