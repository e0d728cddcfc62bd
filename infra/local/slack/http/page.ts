import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { sendText } from './body.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** As `chat.getPermalink` makes them, and of a channel. */
const PERMALINK = /^\/archives\/\w+(?:\/p\d{16})?$/

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}

/** Serves a file of the page, `index.html` for `/`. Only files below `directory`, only types a page is made of. */
export async function sendPage(directory: string, url: URL, response: ServerResponse): Promise<void> {
  const { pathname, search } = url
  if (PERMALINK.test(pathname)) {
    // The page knows what its permalinks mean: it shows some without asking the server.
    response.writeHead(302, { location: `/#${pathname}${search}` }).end()
    return
  }
  const file = path.join(directory, path.normalize(pathname === '/' ? '/index.html' : pathname))
  const type = TYPES[path.extname(file)]
  const content = type && file.startsWith(path.join(directory, path.sep)) ? await read(file) : undefined
  if (!type || content === undefined) return sendText(response, 404, 'not found')
  response.writeHead(200, { 'content-type': type, ...HEADERS })
  response.end(content)
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch {
    return undefined
  }
}
