/** Another channel that the bot is in. */
export const ELSEWHERE = 'C0DATAPLATFORM'

/** One that it may answer in, and is not in. */
export const OUTSIDE = 'C0RANDOM'
