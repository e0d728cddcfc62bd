import { code } from '../text/mrkdwn.ts'

interface Described {
  /** As it is typed; in the command's hint where that has room for it. */
  usage: string
  isHinted?: true
  /** Its paragraph of the help, for a bucket that may be asked about; some share one. */
  help?: (bucket: string) => string
}

/**
 * Every first word that is a command of its own; any other text is a question. The help, the hint in Slack's command
 * menu and the app's handlers are made of it.
 */
export const SUBCOMMANDS = {
  check: {
    usage: 'check [bucket]',
    isHinted: true,
    help: () =>
      '*Before you need logs.* `/s3audit check` shows which buckets have logs. With a bucket, it shows what to fix, and the commands that fix it.',
  },
  list: {
    usage: 'list [mine | running | bucket]',
    help: () =>
      '*Past questions.* `/s3audit list mine`, `list running` or `list` with a bucket; `show`, `cancel` or `repeat` with an id. Who used s3audit, for its owners: `/s3audit audit`.',
  },
  show: { usage: 'show <id>' },
  cancel: { usage: 'cancel <id>' },
  repeat: { usage: 'repeat <id>' },
  audit: { usage: 'audit [bucket | person] [since]' },
  watch: {
    usage: 'watch [question] <bucket> [every …] [when …]',
    help: bucket =>
      `*Watch a question.* ${code(`/s3audit watch access-denied ${bucket} every hour when rows > 0`)}; ${code(`/s3audit watch ${bucket}`)} suggests what to watch, ${code('/s3audit watches')} lists your team’s watches.`,
  },
  watches: { usage: 'watches [mine | bucket]' },
  help: { usage: 'help', isHinted: true },
} as const satisfies Record<string, Described>

const all: readonly Described[] = Object.values(SUBCOMMANDS)

/** What Slack shows beside the command as somebody types it. */
export const USAGE_HINT = [
  '[question] [bucket] [time]',
  ...all.filter(({ isHinted }) => isHinted).map(({ usage }) => usage),
].join(' · ')

/** The paragraphs of the help about them. */
export const subcommandHelp = (bucket: string): string[] => all.flatMap(({ help }) => help?.(bucket) ?? [])
