import { join, sql, type Sql } from './sql.ts'

/**
 * Clients by what they write into their user agent, tools before the SDK that they are built on. Any client
 * may write anything: a family is what it says it is.
 */
const FAMILIES: readonly (readonly [family: string, pattern: string])[] = [
  ['Amazon CloudFront', '^amazon cloudfront'],
  ['AWS console', 's3console|aws-internal|console[.]amazonaws'],
  ['Terraform', 'terraform'],
  ['Hadoop S3A', 'hadoop|s3a[/ ]'],
  ['AWS CLI', '^aws-cli'],
  ['S3 Browser', 's3 ?browser'],
  ['Cyberduck', 'cyberduck'],
  ['WinSCP', 'winscp'],
  ['rclone', 'rclone'],
  ['s3cmd', 's3cmd'],
  ['s5cmd', 's5cmd'],
  ['MinIO', 'minio'],
  ['Boto3', 'boto3|botocore|^boto/'],
  ['AWS SDK for Java', 'aws-sdk-java'],
  ['AWS SDK for JavaScript', 'aws-sdk-(js|nodejs)'],
  ['AWS SDK for Go', 'aws-sdk-go'],
  ['AWS SDK for .NET', 'aws-sdk-(dotnet|net)'],
  ['AWS SDK for PHP', 'aws-sdk-php'],
  ['AWS SDK for Ruby', 'aws-sdk-ruby'],
  ['AWS SDK for Rust', 'aws-sdk-rust'],
  ['AWS SDK for C++', 'aws-sdk-cpp'],
  ['another AWS SDK', 'aws-sdk|aws-crt'],
  ['curl or wget', '^(curl|wget)'],
  ['a bot or crawler', 'bot[/; )]|crawler|spider'],
  ['Edge', 'edg/'],
  ['Chrome', 'chrome/'],
  ['Firefox', 'firefox/'],
  ['Safari', 'safari/'],
  ['another HTTP library', 'python-|go-http-client|okhttp|apache-httpclient|java/|axios|node-fetch|libwww'],
]

/** The family of a request's client; `(none)` where it names none, `other` where it is unknown here. */
export const clientFamily: Sql = sql`CASE WHEN user_agent IS NULL THEN '(none)'
    ${join(
      FAMILIES.map(
        ([family, pattern]) => sql`WHEN regexp_like(lower(user_agent), ${pattern}) THEN ${family}`,
      ),
      '\n    ',
    )}
    ELSE 'other' END`

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
