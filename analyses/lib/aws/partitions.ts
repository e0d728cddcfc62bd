/**
 * AWS's partitions: which Regions belong to each, and the domain of its endpoints. As the AWS SDK for JavaScript has
 * them (`partitions` of its endpoint rules, 2026).
 */
const PARTITIONS = [
  { id: 'aws-cn', regions: 'cn-', domain: 'amazonaws.com.cn' },
  { id: 'aws-us-gov', regions: 'us-gov-', domain: 'amazonaws.com' },
  { id: 'aws-eusc', regions: 'eusc-', domain: 'amazonaws.eu' },
  { id: 'aws-iso', regions: 'us-iso-', domain: 'c2s.ic.gov' },
  { id: 'aws-iso-b', regions: 'us-isob-', domain: 'sc2s.sgov.gov' },
  { id: 'aws-iso-e', regions: 'eu-isoe-', domain: 'cloud.adc-e.uk' },
  { id: 'aws-iso-f', regions: 'us-isof-', domain: 'csp.hci.ic.gov' },
  { id: 'aws', regions: '', domain: 'amazonaws.com' },
] as const

/** A Region's name, as a part of a regular expression in JavaScript and in SQL: `eu-west-1`, `us-gov-west-1`, `eusc-de-east-1`. */
export const REGION = '[a-z]{2,4}(?:-[a-z]+)+-[0-9]+'

/** A domain of AWS's endpoints, the same way. The longest come first, since one begins with another. */
export const DOMAIN = [...new Set(PARTITIONS.map(({ domain }) => domain))]
  .toSorted((a, b) => b.length - a.length)
  .map(domain => domain.replaceAll('.', '[.]'))
  .join('|')

/** The partition of a Region; one that is in no other is in `aws`. */
export function partitionOf(region: string): { id: string; domain: string } {
  const { id, domain } = PARTITIONS.find(({ regions }) => region.startsWith(regions)) ?? PARTITIONS[7]
  return { id, domain }
}
