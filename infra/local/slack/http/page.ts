import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
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

/** The libraries that the page's import map names: these files of `node_modules`, and no others. */
const LIBRARIES: Readonly<Record<string, string>> = {
  '/libraries/preact.js': 'preact',
  '/libraries/preact/hooks.js': 'preact/hooks',
  '/libraries/htm.js': 'htm',
  '/libraries/echarts.js': 'echarts/dist/echarts.esm.min',
}

/** The import map has to be in the page itself, so the policy names its hash; no other inline script runs. */
const IMPORT_MAP = /<script type="importmap">([^]*?)<\/script>/

function headersFor(content: Buffer, type: string): Record<string, string> {
  const map = type.startsWith('text/html') ? IMPORT_MAP.exec(content.toString('utf8'))?.[1] : undefined
  const hash = map === undefined ? '' : ` 'sha256-${createHash('sha256').update(map).digest('base64')}'`
  return {
    'content-security-policy': `default-src 'self'; script-src 'self'${hash}; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  }
}

/**
 * Serves a file of the page, `index.html` for `/`, or one of its libraries. Only files below `directory`, only
 * types a page is made of.
 */
export async function pageReply(directory: string, { pathname, search }: URL): Promise<Reply> {
  // The page knows what its permalinks mean: it shows some without asking the server.
  if (PERMALINK.test(pathname)) return { status: 302, headers: { location: `/#${pathname}${search}` } }
  const library = LIBRARIES[pathname]
  const file = library
    ? fileURLToPath(import.meta.resolve(library))
    : path.join(directory, path.normalize(pathname === '/' ? '/index.html' : pathname))
  const type = TYPES[path.extname(pathname === '/' ? file : pathname)]
  const allowed = library !== undefined || file.startsWith(path.join(directory, path.sep))
  const body = type && allowed ? await read(file) : undefined
  if (!type || body === undefined) return text(404, 'not found')
  return { status: 200, headers: { 'content-type': type, ...headersFor(body, type) }, body }
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch {
    return undefined
  }
}
