import { defined } from '../../../../analyses/lib/defined.ts'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { SlackFile } from '../model/protocol.ts'

/** What is known of a file before it is in a message. */
interface Upload extends Omit<SlackFile, 'title' | 'url_private'> {
  /** The end of the address that its bytes are sent to. */
  key: string
}

const TYPES: Record<string, string> = { '.png': 'image/png', '.csv': 'text/csv', '.txt': 'text/plain' }

export type Files = ReturnType<typeof openFiles>

/** Uploads and their bytes, in files below `directory`: they outlive a restart, as messages do. */
export function openFiles(directory: string) {
  const folder = path.join(directory, 'files')
  const place = (id: string, kind: string) => path.join(folder, `${path.basename(id)}.${kind}`)
  const uploads = new Map<string, Upload>()
  const upload = (id: string): Upload | undefined =>
    uploads.get(id) ??
    (existsSync(place(id, 'json')) ? JSON.parse(readFileSync(place(id, 'json'), 'utf8')) : undefined)
  return {
    /** Makes room for a file that is about to be sent. */
    expect({ name, size, alt_txt }: { name: string; size: number; alt_txt?: string | undefined }): Upload {
      const id = `F0${randomBytes(5).toString('hex').toUpperCase()}`
      const mimetype = TYPES[path.extname(name).toLowerCase()] ?? 'application/octet-stream'
      const key = `${id}-${randomBytes(8).toString('hex')}`
      const made = { id, name, mimetype, size, key, ...defined({ alt_txt }) }
      uploads.set(id, made)
      return made
    },
    /** Takes the bytes, once. @returns whether they are those that were announced */
    receive(key: string, bytes: Buffer): boolean {
      const known = uploads.get(key.split('-')[0] ?? '')
      if (known?.key !== key || known.size !== bytes.length || existsSync(place(known.id, 'bin')))
        return false
      mkdirSync(folder, { recursive: true })
      writeFileSync(place(known.id, 'bin'), bytes)
      return true
    },
    /** Makes a file of an upload whose bytes have come, once; undefined for any other. */
    complete(id: string, url: string, title?: string): SlackFile | undefined {
      const known = uploads.get(id)
      if (!known || !existsSync(place(id, 'bin'))) return undefined
      uploads.delete(id)
      const { key: _, ...file } = known
      writeFileSync(place(id, 'json'), JSON.stringify(file))
      return { ...file, title: title ?? file.name, url_private: `${url}/files/${id}` }
    },
    /** Its bytes and their type. */
    read(id: string): { bytes: Buffer; mimetype: string } | undefined {
      const known = upload(id)
      return known && existsSync(place(id, 'bin'))
        ? { bytes: readFileSync(place(id, 'bin')), mimetype: known.mimetype }
        : undefined
    },
  }
}
