/**
 * Words that several questions go by: the one that a person who types no more means, or up to three to choose
 * from where it may be either. Words as {@link plain} writes them. The test lists all that are shared.
 */
export const MEANT: Readonly<Record<string, string | readonly string[]>> = {
  '503': 'throttling',
  arn: 'requester-activity',
  'aws support': 'server-errors',
  'batch job': 'account-activity',
  'block public access': 'public-access-block-weakened',
  'brute force': 'brute-force-then-success',
  'bucket owner enforced': ['ownership-controls-changed', 'acl-dependent-requests'],
  'bulk copy': 'sequential-copy-get',
  cidr: 'ip-activity',
  clients: 'top-clients',
  'data theft': 'bulk-download',
  'cross region': ['source-region', 'egress-cost'],
  datasync: 'batch-or-datasync-exfil',
  'defence evasion': 'security-control-tampering',
  discovery: ['bucket-enumeration', 'posture-enumeration'],
  encryption: 'encryption-changed',
  enumeration: 'bucket-enumeration',
  exfiltration: ['bulk-download', 'copy-to-external-bucket', 'exfiltration-then-deletion'],
  expiration: 'lifecycle-expiration',
  exposed: 'exposure',
  'external account': 'cross-account-access',
  glacier: ['restores', 'lifecycle-transition'],
  guessing: 'brute-force-then-success',
  internet: ['anonymous-access', 'network-path'],
  javascript: 'static-site-js-upload',
  kms: 'object-encryption',
  leak: ['public-object-reads', 'exposure'],
  lifecycle: 'lifecycle-actions',
  nosuchbucket: 'not-found',
  nosuchkey: 'not-found',
  operations: 'request-mix',
  overwritten: 'overwrites',
  pacu: 'suspicious-user-agent',
  probing: ['noisy-error-ips', 'brute-force-then-success'],
  public: ['exposure', 'anonymous-access'],
  'public read': 'bucket-acl-public',
  ransom: 'ransom-note-upload',
  ransomware: ['sse-c-encryption', 'ransom-note-upload', 'read-then-overwrite'],
  reconnaissance: 'bucket-enumeration',
  replication: 'replication-changed',
  retention: 'object-lock-changed',
  scanner: 'suspicious-user-agent',
  skimmer: 'static-site-js-upload',
  'source ip': 'top-source-ips',
  'sse c': 'sse-c-encryption',
  'static site': 'website-enabled',
  stealth: 'logging-disabled',
  'stop logging': 'trail-tampering',
  'storage class': ['lifecycle-transition', 'storage-class-reads'],
  'third party': 'cross-account-access',
  transfer: 'traffic-by',
  turnaround: 'latency-slowest',
  unencrypted: ['plain-http', 'encryption-removed'],
  versioning: 'versioning-suspended',
  whitelist: 'ip-not-allowed',
  'world readable': 'exposure',
}

/** A name as it is compared: lower case, words with one space between them. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()
