import { expect, it } from 'vitest'
import { questions } from '../../analyses/lib/catalogue/named.ts'

/** Every question that s3audit is to answer, by what people look for. */
const IDS: Record<string, string> = {
  'Who accesses':
    'object-access object-history who-deleted-object requester-activity ip-activity ' +
    'access-key-activity request-lookup put-requesters get-requesters ' +
    'requesters-by-operations operations-by-requester top-source-ips top-user-agents ' +
    'top-referers most-accessed-keys most-accessed-prefixes access-point-usage ' +
    'acl-dependent-requests anonymous-access public-object-reads presigned-url-use ' +
    'cross-account-access unapproved-requester unauthorised-write ip-not-allowed ' +
    'new-source-ip new-requester outside-business-hours suspicious-user-agent ' +
    'object-versions-activity network-path source-region geo application-attribution',
  'What was deleted or lost':
    'object-deletion mass-deletion delete-markers-created lifecycle-statistics ' +
    'lifecycle-expiration lifecycle-transition incomplete-multipart restores overwrites ' +
    'bucket-deleted bucket-created',
  'What failed, what was slow':
    'client-errors server-errors errors-by-requester-operation error-rate ' +
    'error-code-breakdown access-denied not-found throttling noisy-error-ips failed-uploads ' +
    'failed-by-key redirects not-modified latency-slowest latency-by-operation ' +
    'latency-over-time slowest-keys latency-outliers first-byte-vs-transfer',
  'How much, at what cost':
    'request-volume request-mix traffic-by-bucket data-transfer-by-ip ' +
    'data-transfer-by-operation writes-per-hour request-cost egress-cost list-heavy-clients ' +
    'largest-objects-served large-downloads large-uploads bulk-download high-request-rate ' +
    'unused-buckets last-access-per-object storage-class-reads partial-gets',
  'How safely': 'sigv2-requests tls-versions old-tls plain-http weak-ciphers host-style',
  'What changed in the configuration':
    'bucket-config-changes bucket-policy-changed bucket-policy-public ' +
    'bucket-policy-external-account bucket-acl-public object-acl-public access-point-public ' +
    'public-access-block-weakened versioning-suspended mfa-delete-disabled encryption-removed ' +
    'encryption-changed logging-disabled lifecycle-expiration-added replication-changed ' +
    'replication-external cors-policy-deletion object-lock-changed ownership-controls-changed ' +
    'website-enabled security-control-tampering posture-enumeration bucket-enumeration ' +
    'trail-tampering',
  'What looks like an attack':
    'exfiltration-then-deletion read-then-overwrite sse-c-encryption external-kms-encryption ' +
    'copy-to-external-bucket sequential-copy-get ransom-note-upload credential-file-read ' +
    'static-site-js-upload archive-upload brute-force-then-success web-attack-in-uri ' +
    'decoy-access batch-or-datasync-exfil tor-or-threat-ip root-user-activity',
  'How good the logs are': 'parse-quality coverage duplicates sal-vs-cloudtrail copy-report',
}

it.each(Object.entries(IDS))('%s: each question can be asked', (_, ids) => {
  expect(ids.split(' ').filter(id => !Object.hasOwn(questions, id))).toEqual([])
})
