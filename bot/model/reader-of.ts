import { type Reader, shared } from '../../analyses/lib/reader.ts'
import type { Investigation } from './investigation.ts'

/** Whom an answer is written for: its asker alone in a direct message, else everybody in the channel. */
export const readerOf = ({
  request: { asker, channel },
  announcement,
}: Pick<Investigation, 'request' | 'announcement'>): Reader =>
  (announcement.channel ?? channel).startsWith('D') ? asker : shared(asker)
