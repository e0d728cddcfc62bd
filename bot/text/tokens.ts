import { defined } from '../../analyses/lib/defined.ts'
import { readAddress } from './address.ts'

/** The text after `/s3audit`, split up. */
export interface Words {
  /** The words without a name, in order. */
  plain: string[]
  /** `name:value` and `name:"value with spaces"`. */
  named: { name: string; value: string }[]
}

// A name begins with a letter and `s3://…`, `https://…` and `arn:…` are buckets, so neither they nor `14:00` are named
// values. Phones type curly quotes.
const NAMED =
  /(?!s3:\/\/|https?:\/\/|arn:)(?<name>[a-z][\w-]*):(?:["“”](?<quoted>[^"“”]*)["“”]?(?=\s|$)|(?<value>\S*))/
const WORD = new RegExp(`${NAMED.source}|["“”](?<words>[^"“”]*)["“”]?(?=\\s|$)|(?<word>\\S+)`, 'gi')

/** Splits a command into words and named values, and undoes Slack's escapes of `& < >`. */
export function readWords(text: string): Words {
  const found = { plain: [] as string[], named: [] as Words['named'] }
  for (const { groups = {} } of unescape(text).matchAll(WORD)) {
    const { name, quoted, value = '', words, word } = groups
    if (name !== undefined) found.named.push({ name, value: quoted ?? value })
    else found.plain.push(...(word ?? words ?? '').split(/\s+/).filter(part => part !== ''))
  }
  return found
}

/** What a person typed, from what Slack sends. */
export const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** A value, quoted so that it is read back unchanged. */
export const named = (name: string, value: string): string =>
  /\s/.test(value) || value === '' ? `${name}:"${value}"` : `${name}:${value}`

/** A bucket as people paste it: its name, or an address in it (`address.ts`) whose key becomes the prefix. */
export function readBucket(text: string): { bucket: string; prefix?: string } {
  const { bucket = text, key, prefix = key } = readAddress(text) ?? {}
  return { bucket, ...defined({ prefix }) }
}

/** Whether a text can only be a bucket. */
export const isBucketAddress = (text: string): boolean =>
  /^(?:s3:\/\/|arn:aws[\w-]*:s3:::)./i.test(text) || readAddress(text) !== undefined
