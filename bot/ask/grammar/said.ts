import type { Catalogue } from './draft.ts'

/**
 * Questions as people put them, where their words are not those of the catalogue. The first that fits is meant; what is
 * special stands before what is general.
 */
const SAID: readonly (readonly [question: string, pattern: RegExp])[] = [
  ['ransom-note-upload', /ransom ?notes?/],
  ['exfiltration-then-deletion', /\b(?:read|downloaded|copied|took)\b.*\bthen\b.*\b(?:delet|remov|wip)/],
  [
    'incomplete-multipart',
    /uploads?\b.*\b(?:never|not) (?:finish|complet)|(?:unfinished|abandoned|stuck) uploads?/,
  ],
  ['failed-uploads', /uploads?\b.*\bfail|fail\w* uploads?|can'?t (?:upload|write|put)/],
  [
    'lifecycle-expiration',
    /lifecycle\b.*\b(?:expir|delet|remov)|(?:expired|deleted|removed) by (?:the )?lifecycle/,
  ],
  [
    'bucket-deleted',
    /\b(?:delet|remov)\w* (?:the |a |our |whole |entire )*bucket\b(?! (?:polic|tag|encr|cors|life))/,
  ],
  ['replication-changed', /replicat/],
  [
    'logging-disabled',
    /\b(?:access )?log(?:s|ging)\b.*\b(?:off|disabled?|stopped)|(?:off|disabled?|stopped)\b.*\blogging/,
  ],
  [
    'encryption-changed',
    /encrypt\w*\b.*\b(?:chang|off|disab|remov|weaken)|(?:chang|disab|remov|turned off)\w*\b.*\bencrypt/,
  ],
  ['object-acl-public', /public acls?|acls?\b.*\bpublic/],
  ['bucket-policy-external-account', /polic\w+\b.*\b(?:external|other|another|foreign) account/],
  ['bucket-policy-public', /polic\w+\b.*(?:principal ?\*|\bpublic|\banyone|\beveryone|\beverybody)/],
  [
    'bucket-policy-changed',
    /polic(?:y|ies)\b.*\b(?:chang|remov|delet|edit|histor|touch|broke)|(?:chang|remov|delet|edit|touch)\w*\b.*\bpolic(?:y|ies)\b/,
  ],
  [
    'bucket-config-changes',
    /\b(?:settings?|config\w*|cors|ownership|notifications?|lifecycle rules?|terraform|cloudformation|versioning)\b.*\b(?:chang|remov|delet|edit|add|touch|audit|broke|which|turned)|\b(?:chang|remov|edit|add|touch|audit|broke|turned)\w*\b.*\b(?:settings?|config\w*|cors|ownership|notifications?|lifecycle rules?|versioning)\b/,
  ],
  ['brute-force-then-success', /tried\b.*\bthen (?:got|get) in|many (?:keys|attempts)\b.*\bget in/],
  ['posture-enumeration', /enumerat\w*\b.*\b(?:polic|acl|setting)/],
  [
    'access-denied',
    /\b(?:refus|reject|forbid|forbidden|denied|deny|locked out|lost access|not allowed|no permission|blocked|kept out)|\b403|can'?t (?:read|get|list|access|download)|tried to get in/,
  ],
  ['noisy-error-ips', /\b(?:ips?|addresses)\b.*\berrors?\b|\berrors?\b.*\b(?:ips?|addresses)\b/],
  ['failed-by-key', /fail\w*\b.*\b(?:per|by) (?:key|object|file)/],
  ['error-rate', /\b(?:percent\w*|rate|share)\b.*\b(?:error|fail)|\berrors?\b.*\b(?:start|rate|begin|began)/],
  ['failed-requests', /\b(?:errors?|fail\w*) (?:from|on|in|of)\b/],
  ['top-referers', /\breferr?ers?\b/],
  [
    'unauthorised-write',
    /\b(?:wrote|writes?|written|uploaded)\b.*\b(?:not us|not ours|outsiders?|strangers?|unauthori[sz]ed)/,
  ],
  ['static-site-js-upload', /\bjs\b.*\bupload|\bupload\w*\b.*\bjs\b/],
  ['ip-not-allowed', /outside (?:of )?(?:our |the )?(?:office|network|vpn|corporate)/],
  ['public-object-reads', /served to the public|publicly read/],
  ['anonymous-access', /without (?:signing|logging|authenticat|credentials)|anonymous|unsigned|not signed/],
  ['cross-account-access', /\b(?:other|another|foreign|external|different) accounts?\b|\baccount \d{12}\b/],
  ['suspicious-user-agent', /\b(?:scanners?|pentest\w*|hacking tools?)\b/],
  [
    'operations-by-requester',
    /operations?\b.*\b(?:each|per|by) (?:role|user|requester)|\b(?:each|per|by) (?:role|user|requester)\b.*\boperations?/,
  ],
  ['most-accessed-prefixes', /\b(?:hot\w*|most|busiest|popular)\b.*\b(?:prefix\w*|folders?)/],
  ['last-access-per-object', /\b(?:never|last|not) (?:been )?(?:read|accessed|used)\b/],
  ['storage-class-reads', /\bread\w*\b.*\b(?:glacier|cold storage|archive tier)/],
  ['large-downloads', /\b(?:big\w*|large\w*|huge) downloads?/],
  ['source-region', /cross.?region/],
  ['egress-cost', /\b(?:bytes|data|traffic|gb|much)\b.*\b(?:to the internet|left|leaves?|egress)/],
  ['data-transfer-by-operation', /transfer\b.*\b(?:per|by) operation/],
  ['request-mix', /\bgets? (?:vs\.?|versus|and|or) puts?\b/],
  ['high-request-rate', /\bhammer\w*|\bflood\w*|too many requests|like crazy/],
  [
    'request-volume',
    /(?:traffic|request) spike|spike (?:in|of|on)|total requests|requests per (?:hour|minute|day)/,
  ],
  ['object-uploads', /\bupload(?:ed|ing|s)\b/],
  [
    'object-deletion',
    /\b(?:delet|wip|purg|empt(?:y|ied))\w*|\b(?:missing|vanished|disappeared|gone|lost)\b|\bremoved\b|where did .* go/,
  ],
  [
    'overview',
    /\b(?:broken|down|what happened|what'?s (?:up|wrong|going on)|the logs)\b|^(?:audit|everything)\b/,
  ],
]

/** What much else is about, too: a question that is named in several words is meant rather than these. */
const GENERAL = new Set([
  'access-denied',
  'bucket-config-changes',
  'failed-requests',
  'object-uploads',
  'object-deletion',
  'overview',
  'request-volume',
])
export const isGeneral = (question: string): boolean => GENERAL.has(question)

/** The question that a sentence puts in other words than the catalogue's; undefined if it puts none. */
export const saidIn = (sentence: string, catalogue: Catalogue): string | undefined => {
  const plain = sentence.toLowerCase().replaceAll(/[’‘]/g, "'")
  return SAID.find(([id, pattern]) => Object.hasOwn(catalogue, id) && pattern.test(plain))?.[0]
}
