import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import { type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

/** The tests of Panther's S3 rules, each an event and whether the rule finds it; beside the repository, if at all. */
const FILE = path.join(import.meta.dirname, '../../../shared/fixtures/cloudtrail/tests.jsonl')
const present = fs.existsSync(FILE)
if (!present) console.log(`Skipped: the verdicts of Panther’s rules are not at ${FILE}.`)

interface Verdict {
  rule: string
  test: string
  expected: boolean
  log: TrailRecord
}

interface TrailRecord {
  eventTime?: string
  eventName?: string
  recipientAccountId?: string
  requestParameters?: Record<string, unknown> | null
}

/** Which of our questions a rule asks, and how. */
const RULES: Record<string, { analysis: string; parameters?: Record<string, unknown> }> = {
  'AWS.CloudTrail.VPCE.S3ExternalIP': { analysis: 'ip-not-allowed', parameters: { networks: '10.0.0.0/8' } },
  'AWS.S3.BucketDeleted': { analysis: 'bucket-deleted' },
  'AWS.S3.BucketPolicyModified': { analysis: 'bucket-config-changes' },
  'AWS.S3.CopyObject.CrossAccount.Encryption.KMS': { analysis: 'external-kms-encryption' },
  'AWS.S3.CopyObjectToExternalAccountBucket': { analysis: 'copy-to-external-bucket' },
  'AWS.S3.CopyObjectWithClientSideEncryption': { analysis: 'sse-c-encryption' },
  'AWS.S3.DeleteBucketEncryption': { analysis: 'encryption-removed' },
  'AWS.S3.DeleteBucketReplication': {
    analysis: 'weakened-controls',
    parameters: { finding: 'replication removed' },
  },
  'AWS.S3.DeleteObject': { analysis: 'object-deletion' },
  'AWS.S3.DeleteObjects': { analysis: 'object-deletion' },
  'AWS.S3.DeletePublicAccessBlock': { analysis: 'public-access-block-weakened' },
  'AWS.S3.DisableBucketLogging': { analysis: 'logging-disabled' },
  'AWS.S3.DisableMfaDelete': { analysis: 'mfa-delete-disabled' },
  'AWS.S3.RansomwareNoteUpload': { analysis: 'ransom-note-upload' },
  // The rule feeds a correlation of two; ours correlates, so one weakening is asked for.
  'AWS.S3.SecurityControlDisabling': { analysis: 'security-control-tampering', parameters: { controls: 1 } },
  'AWS.S3.SuspendVersioning': { analysis: 'versioning-suspended' },
}

/** Deliberate differences: see docs/decisions/0014-judge-policies-and-acls-in-typescript.md. */
const OTHERWISE: Record<string, string> = {
  'AWS.S3.DeletePublicAccessBlock: Different S3 Event':
    'a block that is set without its value in the log cannot be judged, and is named for that',
  'AWS.S3.DisableBucketLogging: Logging Field Missing':
    'a logging status without its value cannot be judged, and is named for that',
}

const verdicts = present
  ? fs
      .readFileSync(FILE, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map((line): Verdict => JSON.parse(line))
      .filter(({ rule }) => rule in RULES)
  : []

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

const DAY = '2024-01-15'

/** A copy is asked about at its source; records that were cut down to nothing get a time and a name. */
function framed(log: TrailRecord) {
  const { requestParameters: asked } = log
  const source = asked?.['x-amz-copy-source']
  const bucket = typeof source === 'string' ? source.split('/')[0] : asked?.bucketName
  const day = log.eventTime?.slice(0, 10) ?? DAY
  return {
    lines: [JSON.stringify({ eventTime: `${DAY}T12:00:00Z`, ...log })],
    frame: {
      bucket: typeof bucket === 'string' ? bucket : 'no-bucket',
      window: { from: `${day}T00:00:00Z`, to: `${day}T23:59:59Z` },
    },
  }
}

describe.skipIf(!present)('a verdict of Panther’s', () => {
  it.each(verdicts.map(verdict => [verdict.rule, verdict.test, verdict] as const))(
    '%s: %s is ours, too, or we say why not',
    async (rule, test, { expected, log }) => {
      const { analysis, parameters = {} } = RULES[rule] ?? { analysis: '' }
      const asked = {
        log: 'cloudtrail' as const,
        ...framed(log),
        parameters,
        settings: { ownAccounts: [log.recipientAccountId ?? ''].filter(id => /^[0-9]{12}$/.test(id)) },
      }
      const rows = await deps.rows(analysisNamed(analysis), asked)
      // Some list what failed, too, with its error as the result.
      const found = rows.some(({ result = 'changed' }) => result === 'changed' || result === 'deleted')
      expect(found).toBe(`${rule}: ${test}` in OTHERWISE ? !expected : expected)
    },
  )

  it('was given on more than fifty events', () => {
    expect(verdicts.length).toBeGreaterThan(50)
  })
})
