import { defined } from '../../analyses/lib/defined.ts'
import { ErrorCode, LogLevel, WebClient } from '@slack/web-api'
import { limitedFetch, type Limits, Unanswered } from '../calls/time-limits.ts'

/** Slack's Web API: each call is made once, within its limit; one that is not answered is named. */
class SlackWeb extends WebClient {
  override async apiCall(...[method, options]: Parameters<WebClient['apiCall']>) {
    try {
      return await super.apiCall(method, options)
    } catch (error) {
      if (!isUnanswered(error)) throw error
      throw new Unanswered('Slack', method, error)
    }
  }
}

/** Slack's own answers have a word (`data.error`) or a time to wait; an HTTP status alone says that Slack is down. */
const isUnanswered = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'TimeoutError' ||
    ('code' in error && (error.code === ErrorCode.RequestError || error.code === ErrorCode.HTTPError)))

/** @param url of an API that is not Slack's own, such as the embedded one */
export const slackWeb = (token: string, { slackMs }: Limits, url: string | undefined): WebClient =>
  new SlackWeb(token, {
    // A repeat of a post whose answer was lost would be a second post. Passes come again, and look first.
    retryConfig: { retries: 0 },
    fetch: limitedFetch(slackMs),
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    ...defined({ slackApiUrl: url }),
  })
