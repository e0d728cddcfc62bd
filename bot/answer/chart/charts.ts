import { log } from '../../calls/log.ts'
import type { Chart } from '../../../analyses/lib/analysis.ts'
import { retryAfterOf } from '../../calls/failures.ts'
import { claimedFor, isHeld } from '../../items/post-once.ts'
import type { UploadedFile } from '../../slack/files.ts'
import type { Investigation } from '../../model/investigation.ts'
import { notationOf } from '../../../analyses/lib/reader.ts'
import { readerOf } from '../../model/reader-of.ts'
import { isTooLarge } from './chart.ts'
import { chartWords } from './chart-words.ts'
import { truncate, visible } from '../../text/mrkdwn.ts'
import type { Deps } from '../../services/deps.ts'

/** What cannot be drawn, sent or shown is tried again so often; the answer says the same in words. */
const TRIES = 3
/** Slack's limit for the description of a picture. */
const ALT = 1000

type Drawn = NonNullable<Investigation['drawn']>

/** The charts of an answer that Slack would not draw, or not all of. */
export const chartsToDraw = ({ query, reply }: Pick<Investigation, 'query' | 'reply'>): Chart[] =>
  (query?.answer?.charts ?? []).filter(chart => reply.plain === true || isTooLarge(chart))

/**
 * Brings the pictures of an answer that is out a step further: sends them to Slack, where nobody sees them, then shows
 * them in the thread. Slack takes no token with that: so it is claimed before, and who takes over looks first. Nothing
 * that fails here keeps the answer from ending well.
 * @returns undefined where there is nothing left to do, the same object while another pass does it
 */
export async function shareCharts(
  investigation: Investigation,
  deps: Deps,
): Promise<Investigation | undefined> {
  const { drawn = { tries: 0 }, announcement } = investigation
  const { channel, ts: threadTs } = announcement
  const charts = chartsToDraw(investigation)
  if (charts.length === 0 || drawn.doneAt !== undefined || !channel || !threadTs) return undefined
  // What went to a person instead has the words alone.
  if (investigation.reply.channel !== channel) return undefined
  if (isHeld(drawn.claimedUntil, deps.now())) return investigation
  // Also where each try ended with its process.
  if (drawn.tries >= TRIES) return undefined
  const claimed = await deps.investigations.save({
    ...investigation,
    drawn: { ...drawn, tries: drawn.tries + 1, claimedUntil: claimedFor(deps.leaseSeconds, deps.now()) },
  })
  return { ...claimed, drawn: await stepOf(claimed, { channel, threadTs }, deps) }
}

async function stepOf(
  investigation: Investigation,
  place: { channel: string; threadTs: string },
  deps: Deps,
): Promise<Drawn> {
  const { claimedUntil: _, ...drawn } = investigation.drawn ?? { tries: 1 }
  const doneAt = deps.now().toISOString()
  try {
    const [first, ...others] = drawn.files ?? []
    if (!first) return { tries: 0, files: await uploaded(investigation, deps) }
    // Whoever tried before may have shown them.
    const isOut = drawn.tries > 1 && (await deps.files.isShared(first, place))
    if (!isOut) await deps.files.share([first, ...others], place, await wordsAbove(investigation))
    return { ...drawn, doneAt }
  } catch (error) {
    log('warn', 'charts-not-posted', { investigation: investigation.id, tries: drawn.tries, error })
    const wait = retryAfterOf(error)
    return { ...drawn, ...(wait !== undefined && { claimedUntil: claimedFor(wait, deps.now()) }) }
  }
}

/** What numbers in the pictures stand for, if there are any. */
async function wordsAbove(investigation: Investigation): Promise<string | undefined> {
  const { drawable, numberedWords } = await import('./chart-labels.ts')
  return numberedWords(drawable(chartsToDraw(investigation)).numbered)
}

async function uploaded(investigation: Investigation, { files }: Deps): Promise<UploadedFile[]> {
  const [{ drawChart }, { drawable }] = await Promise.all([
    import('./draw-chart.ts'),
    import('./chart-labels.ts'),
  ])
  const notation = notationOf(readerOf(investigation))
  const sent: UploadedFile[] = []
  const charts = chartsToDraw(investigation)
  const shown = drawable(charts).charts
  for (const [at, chart] of charts.entries()) {
    const bytes = drawChart(shown[at] ?? chart, notation)
    const alt = truncate(chartWords(chart, notation), ALT)
    const title = truncate(visible(chart.title), 100)
    sent.push(await files.upload({ name: `chart-${sent.length + 1}.png`, title, alt, bytes }))
  }
  return sent
}
