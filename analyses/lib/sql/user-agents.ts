import { join, sql, type Sql } from './sql.ts'

/** Whole words of user agents that no program of one's own should write. */
const SUSPICIOUS: readonly (readonly [kind: string, words: string])[] = [
  ['attack tool', 'pacu|metasploit|msfconsole|cobalt ?strike|stratus-red-team|endgame|weirdaal|aws_?pwn'],
  ['hacking distribution', 'kali[0-9]*|parrot[0-9]*|pentoo|blackarch'],
  [
    'scanner',
    'nuclei|nmap|burp|burpsuite|sqlmap|nikto|hydra|gobuster|dirbuster|feroxbuster|ffuf|wfuzz|zgrab|masscan|acunetix|nessus|openvas|zaproxy|s3scanner|trufflehog|scoutsuite|prowler',
  ],
  ['file browser', 's3 ?browser|cyberduck|mountain ?duck|winscp|cloudberry|msp360|dragon ?disk'],
]

const hasWord = (words: string): Sql =>
  sql`regexp_like(lower(user_agent), ${`(^|[^a-z0-9])(${words})($|[^a-z0-9])`})`

/** What kind of suspicious client a request's is; NULL for all others, the SDKs and the CLI among them. */
export const suspiciousKind: Sql = sql`CASE ${join(
  SUSPICIOUS.map(([kind, words]) => sql`WHEN ${hasWord(words)} THEN ${kind}`),
  ' ',
)} END`
