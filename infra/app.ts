import { existsSync } from 'node:fs'
import path from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, NIST80053R4Checks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag'
import * as z from 'zod'
import { checked, SettingsMistake } from './settings/checked.ts'
import { remarks } from './remarks.ts'
import type { Deployment } from './settings/settings.ts'
import { S3AuditStack } from './stack.ts'
import { foreignStatements, role } from './stack/foreign-statements.ts'
import { memberRoleTemplate } from './stack/member-role.ts'

/** `npm run synth` and `npm run deploy`: the operator's settings -> the stack, checked. */
const TEAM = 'infra/team.ts'
const EXAMPLE = 'infra/team.example.ts'

const app = new App()

try {
  const deployment = await settings()
  new S3AuditStack(app, deployment)
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new NIST80053R4Checks(app),
    new NIST80053R5Checks(app),
  )
  app.synth()
  for (const remark of remarks(deployment)) console.log(`\n${remark}`)
  for (const { to, statements } of foreignStatements(deployment))
    console.log(`\nAdd to ${to}, once this is deployed:\n${JSON.stringify(statements, null, 2)}`)
  const member = memberRoleTemplate(deployment, role(deployment.aws, 'reconcile'))
  if (member !== undefined)
    console.log(
      `\nDeploy to each of the other accounts, by CloudFormation:\n${JSON.stringify(member, null, 2)}`,
    )
} catch (error) {
  if (!(error instanceof SettingsMistake)) throw error
  console.error(error.message)
  process.exitCode = 1
}

/** Those of the file that `-c settings=` names, else the team's, else the example, to look at. */
async function settings(): Promise<Deployment> {
  const named: unknown = app.node.tryGetContext('settings')
  const file = typeof named === 'string' ? named : existsSync(TEAM) ? TEAM : EXAMPLE
  if (!existsSync(file))
    throw new SettingsMistake(
      `There is no ${file}. Copy ${EXAMPLE} there and make it yours; nothing was changed.`,
    )
  if (file === EXAMPLE)
    console.log(`These are the settings of ${EXAMPLE}. Copy it to ${TEAM} and make it yours.`)
  const module: unknown = await import(path.resolve(file))
  return checked(z.object({ default: z.unknown() }).parse(module).default, file)
}
