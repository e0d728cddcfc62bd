import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Reply } from '../../http/listen.ts'
import { text } from './replies.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
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

/** A file of the page, `index.html` for `/`. Only files below `directory`, only types a page is made of. */
export async function pageReply(directory: string, { pathname, search }: URL): Promise<Reply> {
  // The page knows what its permalinks mean: it shows some without asking the server.
  if (PERMALINK.test(pathname)) return { status: 302, headers: { location: `/#${pathname}${search}` } }
  const file = path.join(directory, path.normalize(pathname === '/' ? '/index.html' : pathname))
  const type = TYPES[path.extname(file)]
  const body = type && file.startsWith(path.join(directory, path.sep)) ? await read(file) : undefined
  if (!type || body === undefined) return text(404, 'not found')
  return { status: 200, headers: { 'content-type': type, ...HEADERS }, body }
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch {
    return undefined
  }
}
