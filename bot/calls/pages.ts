interface Page {
  response_metadata?: { next_cursor?: string }
}

/**
 * The pages of a list of Slack's, one after the other, as far as they are asked for.
 * @param read asks for the page at a cursor, the first one without
 */
export async function* pagesOf<P extends Page>(
  read: (at: { cursor?: string }) => Promise<P>,
): AsyncGenerator<P> {
  let cursor: string | undefined
  do {
    const page = await read(cursor ? { cursor } : {})
    yield page
    cursor = page.response_metadata?.next_cursor
  } while (cursor)
}
