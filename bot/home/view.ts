import type { Button, HomeView, KnownBlock } from '@slack/web-api'
import { DateTime } from 'luxon'
import { questions } from '../../analyses/lib/catalogue/named.ts'
import { counted } from '../../analyses/lib/words.ts'
import type { Listed } from '../items/investigations.ts'
import type { Favourite } from '../items/people.ts'
import { problemWords } from '../model/problem.ts'
import type { Access } from '../access/access.ts'
import { describeWindow } from '../time/window.ts'
import type { Rule } from '../model/settings.ts'
import { button, context, section } from '../slack/blocks.ts'
import { code, literal } from '../text/mrkdwn.ts'
import { problemMrkdwn } from '../answer/problem.ts'
import type { Watch } from '../model/watch.ts'
import { watchBlocks } from '../watch/watches.ts'

/** What a person finds in the app's Home tab: all of it is theirs. */
export interface Home {
  running: readonly Listed[]
  /** Those that have ended. */
  recent: readonly Listed[]
  favourites: readonly Favourite[]
  watches: readonly Watch[]
  /** Where they may ask something, as far as is known. */
  access: Access
  now: Date
}

/** What the buttons of the home do, by `action_id`. */
export const HOME_BUTTONS = {
  start: 'home-start',
  show: 'home-show',
  open: 'home-open-favourite',
  remove: 'home-remove-favourite',
} as const

const RUNNING = 10
const RECENT = 10
/** Each takes two of the hundred blocks of a home. */
const WATCHES = 10

/** Where the person may ask, of as many channels. */
const PLACES = 20

/** The Home tab: what runs, what was asked, what is saved, what may be asked. */
export const homeView = (home: Home): HomeView => ({
  type: 'home',
  blocks: [
    section(
      '*What happened to your S3 data?* Ask here. The answer is posted in the channel that you choose.',
    ),
    actions(button(HOME_BUTTONS.start, 'Ask about a bucket', 'start', { style: 'primary' })),
    ...titled(
      'Running',
      home.running.slice(0, RUNNING).map(one => entry(one, home.now)),
    ),
    ...watchesSection(home.watches),
    ...titled('Saved questions', home.favourites.flatMap(favourite), SAVE),
    ...titled(
      'Recent questions',
      home.recent.slice(0, RECENT).map(one => entry(one, home.now)),
      NONE,
    ),
    ...titled('What you may ask', allowed(home.access).slice(0, PLACES), ELSEWHERE),
  ],
})

const SAVE = 'None yet. Press “Save this question” below an answer to keep it here.'
const NONE = 'You have not asked anything recently.'
const ELSEWHERE =
  'Type `/s3audit` in a channel where s3audit is set up. The form shows what you may ask there.'

/** Where the watches of the person stand, once there are any. */
const watchesSection = (watches: readonly Watch[]): KnownBlock[] =>
  titled('Your watches', watches.slice(0, WATCHES).flatMap(watchBlocks))

const actions = (...elements: Button[]): KnownBlock => ({ type: 'actions', elements })

/** Blocks under a title; nothing where there are none and nothing is to be said of that. */
function titled(title: string, blocks: readonly KnownBlock[], otherwise?: string): KnownBlock[] {
  if (blocks.length === 0 && otherwise === undefined) return []
  const header: KnownBlock = { type: 'header', text: { type: 'plain_text', text: title } }
  return [header, ...(blocks.length > 0 ? blocks : [section(otherwise ?? '')])]
}

const titleOf = (analysis: string): string => questions[analysis]?.title ?? analysis

function entry({ id, createdAt, request, headline, problem, closedAt }: Listed, now: Date): KnownBlock {
  const { analysis, bucket, window, channel, asker } = request
  const state = !closedAt
    ? `:hourglass_flowing_sand: Running for ${since(createdAt, now)}`
    : problem
      ? problemMrkdwn(problemWords(problem).what)
      : literal(headline ?? '')
  const heading = `*${literal(titleOf(analysis))}* in ${code(bucket)}`
  const covers = describeWindow(window, asker)
  return {
    ...section(`${heading}\n${state}\n${literal(covers)} · <#${channel}>`),
    accessory: button(HOME_BUTTONS.show, 'Show', id),
  }
}

const since = (iso: string, now: Date): string =>
  DateTime.fromJSDate(now)
    .diff(DateTime.fromISO(iso), ['minutes', 'seconds'])
    .toHuman({ maximumFractionDigits: 0 })

function favourite({ id, analysis, bucket, parameters, seconds }: Favourite): KnownBlock[] {
  const set = Object.entries(parameters).filter(
    ([, value]) => value !== '' && value !== false && value !== null,
  )
  const values = set.map(
    ([name, value]) => `${literal(name)}: ${code(typeof value === 'string' ? value : JSON.stringify(value))}`,
  )
  const last = `the last ${lengthOf(seconds)}`
  return [
    section(`*${literal(titleOf(analysis))}* in ${code(bucket)}, ${[last, ...values].join(' · ')}`),
    actions(button(HOME_BUTTONS.open, 'Open the form', id), button(HOME_BUTTONS.remove, 'Remove', id)),
  ]
}

const UNITS = [
  [86_400, 'day', 2],
  [3600, 'hour', 1],
  [60, 'minute', 1],
  [1, 'second', 1],
] as const

/** `7 days`, but `24 hours`. */
function lengthOf(seconds: number): string {
  const fits = UNITS.find(([size, , least]) => seconds % size === 0 && seconds >= least * size)
  const [size, unit] = fits ?? [1, 'second']
  return counted(seconds / size, unit)
}

const MOST_BUCKETS = 20

/** The rules that hold for the person, by the channels that they are for. */
function allowed({ holding }: Access): KnownBlock[] {
  const places = Map.groupBy(holding, ({ channels }) => placesOf(channels))
  return [...places].map(([where, all]) => section([`*${where}*`, ...all.map(lineOf)].join('\n')))
}

const MOST_CHANNELS = 5

function placesOf(channels: readonly string[]): string {
  if (channels.includes('*')) return 'In every channel'
  const more = channels.length > MOST_CHANNELS ? ` and ${channels.length - MOST_CHANNELS} more` : ''
  const shown = channels.slice(0, MOST_CHANNELS).map(id => `<#${id}>`)
  return `In ${shown.join(', ')}${more}`
}

function lineOf({ buckets, analyses }: Rule): string {
  const names = buckets.slice(0, MOST_BUCKETS).map(name => code(name))
  const more = buckets.length > names.length ? ` and ${buckets.length - names.length} more` : ''
  const what = analyses === 'all' ? 'every question' : analyses.map(one => code(one)).join(', ')
  return `• ${names.join(', ')}${more}: ${what}`
}

/** One investigation in a window, with the way to its thread where there is one. */
export const listedView = (one: Listed, link: string | undefined, now: Date): KnownBlock[] => {
  const { accessory: _, ...shown } = { accessory: undefined, ...entry(one, now) }
  const open = button('open-thread', 'Open the thread', one.id, {
    ...(link && { url: link }),
    style: 'primary',
  })
  return [shown, ...(link ? [actions(open)] : []), context([`Reference ${one.id}`])]
}
