import type { Investigation } from './investigation.ts'

/** Edits are shown at most this often, except where a stage ends. */
const SHOW_EVERY_MS = 3000

/** Whether so much time has passed since progress was last shown that it may be shown again. */
export const isShowDue = ({ shownAt }: Pick<Investigation, 'shownAt'>, now: Date): boolean =>
  !shownAt || now.getTime() - Date.parse(shownAt) >= SHOW_EVERY_MS
