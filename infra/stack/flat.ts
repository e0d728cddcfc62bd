/**
 * A value of a template as one text, with references in brackets, as cdk-nag writes it into the id of a finding:
 * `arn:<AWS::Partition>:s3:::<Bucket.Arn>/*`.
 */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const [[name, operand] = ['', undefined]] = Object.entries(value)
  if (name === 'Ref') return `<${String(operand)}>`
  if (!Array.isArray(operand)) return JSON.stringify(value)
  if (name === 'Fn::GetAtt') return `<${operand.map(String).join('.')}>`
  const [delimiter, parts]: unknown[] = operand
  return name === 'Fn::Join' && Array.isArray(parts)
    ? parts.map(flat).join(String(delimiter))
    : JSON.stringify(value)
}
