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
