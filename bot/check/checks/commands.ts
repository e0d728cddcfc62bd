/** Text for a POSIX shell and for CloudFormation, quoted so that no value can break out. */

/** One word of a shell command, quoted unless every character is harmless. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

/** A comment line of a shell script; a line break in it would start a command. */
export const shellComment = (text: string): string => `# ${text.replaceAll(/[\r\n]+/g, ' ')}`

export type Options = Record<string, string | object>

/** `aws s3api put-…` with its options; an object becomes JSON, an empty value a flag. */
export function aws(operation: string, options: Options): string {
  const words = Object.entries(options).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
    return text === '' ? `--${name}` : `--${name} ${shellWord(text)}`
  })
  return [`aws ${operation}`, ...words].join(' \\\n  ')
}

/** A CloudFormation resource in YAML; the reader replaces the logical id with that of their template. */
export function cloudFormation(
  logicalId: string,
  type: string,
  properties: object,
  dependsOn?: string,
): string {
  const after = dependsOn === undefined ? '' : `\n  DependsOn: ${dependsOn}`
  return `${logicalId}:\n  Type: ${type}${after}\n  Properties:\n${yaml(properties, 4)}`
}

/** Values are written as JSON, which YAML reads as the same. */
function yaml(value: object, indent: number): string {
  const pad = ' '.repeat(indent)
  if (Array.isArray(value))
    return value
      .map((item: unknown) =>
        isBranch(item)
          ? `${pad}-${yaml(item, indent + 2).slice(indent + 1)}`
          : `${pad}- ${JSON.stringify(item)}`,
      )
      .join('\n')
  return Object.entries(value)
    .map(([name, inner]: [string, unknown]) =>
      isBranch(inner)
        ? `${pad}${keyOf(name)}:\n${yaml(inner, indent + 2)}`
        : `${pad}${keyOf(name)}: ${JSON.stringify(inner)}`,
    )
    .join('\n')
}

const keyOf = (name: string): string => (/^[A-Za-z]\w*$/.test(name) ? name : JSON.stringify(name))

/** Takes several lines; an empty list or object is written inline. */
const isBranch = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0
