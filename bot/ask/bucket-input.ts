import type { types } from '@slack/bolt'
import { truncate } from '../text/mrkdwn.ts'
import { MOST_OPTIONS } from './bucket-search.ts'
import type { FormContext } from './form-context.ts'
import * as input from './input.ts'
import { NOTHING_RECENT } from './recent.ts'

/** The search for a bucket: it asks for options as someone types. */
export const CHOOSE_BUCKET = 'choose-bucket'

type Context = Pick<FormContext, 'buckets' | 'searchable' | 'recent'>

/** The choice of a bucket: from a list where all are known and few, else a search that asks for options. */
export function bucketBlock(bucket: string | undefined, context: Context): types.InputBlock {
  const { buckets, searchable } = context
  return searchable || buckets.length > MOST_OPTIONS ? search(bucket) : list(bucket, context)
}

const search = (bucket = ''): types.InputBlock =>
  input.block('bucket', 'Bucket', {
    type: 'external_select',
    action_id: CHOOSE_BUCKET,
    placeholder: input.plain('Which bucket? Type to search.'),
    min_query_length: 0,
    ...(bucket !== '' && isChoosable(bucket) && { initial_option: input.option(bucket) }),
  })

function list(
  bucket: string | undefined,
  { buckets, recent: { buckets: late } = NOTHING_RECENT }: Context,
): types.InputBlock {
  if (buckets.length === 0 || !buckets.every(isChoosable)) return typed(bucket)
  const recent = late.filter(name => buckets.includes(name))
  const others = buckets.filter(name => !recent.includes(name))
  const { options, ...chosen } = input.chosenFrom(
    [...recent, ...others].map(name => input.option(name)),
    bucket,
  )
  const cut = recent.length
  return input.block('bucket', 'Bucket', {
    type: 'static_select',
    action_id: 'value',
    placeholder: input.plain('Which bucket?'),
    ...(cut === 0 || others.length === 0
      ? { options }
      : {
          option_groups: [
            { label: input.plain(input.RECENT), options: options.slice(0, cut) },
            { label: input.plain('Other buckets'), options: options.slice(cut) },
          ],
        }),
    ...chosen,
  })
}

/** Slack refuses a value that is longer; buckets of the first years have up to 255 characters. */
const isChoosable = (bucket: string): boolean => bucket.length <= 75

/** Slack refuses a list of nothing. */
const typed = (bucket = ''): types.InputBlock =>
  input.block('bucket', 'Bucket', {
    type: 'plain_text_input',
    action_id: 'value',
    placeholder: input.plain('my-bucket'),
    ...(bucket !== '' && { initial_value: truncate(bucket, 3000) }),
  })
