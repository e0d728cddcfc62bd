import path from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import * as z from 'zod'
import { checked } from '../../../../infra/settings/checked.ts'
import type { DeploymentInput } from '../../../../infra/settings/settings.ts'
import { S3AuditStack } from '../../../../infra/stack.ts'
import { CONTEXT } from './deployment.ts'
import { deployed, LOCAL_NAMES, type Resource } from './cloudformation.ts'

const functionSchema = z.object({
  FunctionName: z.string(),
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
})

/** A function of the stack: its bundle, as it would be uploaded, and its environment. */
export interface BundledFunction {
  /** The path of `index.mjs`. */
  bundle: string
  environment: Record<string, string>
}

/** Synthesizes the stack into a folder, the code of its functions included. */
export function synthesize(
  settings: DeploymentInput,
  outdir: string,
): { resources: Record<string, Resource>; functions: Record<'slack' | 'reconcile', BundledFunction> } {
  const app = new App({ outdir, context: CONTEXT })
  const stack = new S3AuditStack(app, checked(settings, 'the test'))
  app.synth()
  const resources = deployed(Template.fromStack(stack), LOCAL_NAMES)
  const functions = Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::Lambda::Function')
    .map(({ Properties }) => functionSchema.parse(Properties))
  const named = (name: string): BundledFunction => {
    const found = functions.find(({ FunctionName }) => FunctionName === `s3audit-${name}`)
    if (!found) throw new Error(`The stack has no function s3audit-${name}`)
    const asset = `asset.${path.basename(found.Code.S3Key, '.zip')}`
    return { bundle: path.join(outdir, asset, 'index.mjs'), environment: found.Environment.Variables }
  }
  return { resources, functions: { slack: named('slack'), reconcile: named('reconcile') } }
}
