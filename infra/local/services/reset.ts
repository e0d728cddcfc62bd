import fs from 'node:fs'
import type { Reset } from '../slack/state/slack.ts'

/** The reset that the page offers: everything in `directory` goes. Who asks while one goes on waits for that one. */
export function resetOf(
  directory: string,
  { stop, start }: { stop: () => Promise<void>; start: () => Promise<void> },
): Reset {
  let underWay: Promise<void> | undefined
  const reset = async () => {
    await stop()
    fs.rmSync(directory, { recursive: true, force: true })
    await start()
  }
  return {
    removes: [
      'all messages of all channels',
      'all questions and their answers, also those under way',
      'watches, saved questions and the record of who asked what',
    ],
    keeps: `All that is in ${directory}. The logs and this program stay as they are.`,
    act() {
      underWay ??= reset().finally(() => {
        underWay = undefined
      })
      return underWay
    },
  }
}
