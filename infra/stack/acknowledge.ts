import { defined } from '../../analyses/lib/defined.ts'
import { Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam'
import type { IConstruct } from 'constructs'
import { flat } from './flat.ts'

/** Leaves findings of cdk-nag as they are, each with a reason that stands up to a security review. */
export function acknowledge(construct: IConstruct, reasons: Record<string, string>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason })
}

/** The same rule of both revisions of the NIST pack. */
export const nist = (rule: string, reason: string): Record<string, string> => ({
  [`NIST.800.53.R4-${rule}`]: reason,
  [`NIST.800.53.R5-${rule}`]: reason,
})

/** Why a role's grants are its own. */
export const INLINE_POLICY = nist(
  'IAMNoInlinePolicy',
  'These grants are for one role and go with it. A managed policy could be attached to others, which should not have them.',
)

export interface GrantOptions {
  actions: string[]
  resources: string[]
  conditions?: Record<string, Record<string, unknown>>
  /** Why resources hold a `*`: required where one does. */
  because?: string
}

/**
 * Allows a role to do something, on resources named as exactly as they can be.
 * @throws Error where a resource has a `*` and no reason is given
 */
export function allow(role: Role, { actions, resources, conditions, because }: GrantOptions): void {
  role.addToPolicy(new PolicyStatement({ actions, resources, ...defined({ conditions }) }))
  for (const resource of resources.map(one => flat(Stack.of(role).resolve(one)))) {
    if (!resource.includes('*')) continue
    if (!because) throw new Error(`${actions.join(', ')} on ${resource}: a * needs a reason`)
    acknowledge(role, { [`AwsSolutions-IAM5[Resource::${resource}]`]: because })
  }
}
