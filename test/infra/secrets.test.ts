import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keptSecrets } from '../../infra/local/services/secrets.ts'

let directory: string
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'))
})
afterEach(() => fs.rmSync(directory, { recursive: true }))

it('keeps the same secrets, private, and leaves nothing half written beside them', () => {
  const file = path.join(directory, 'secrets.json')
  const made = keptSecrets(file)
  expect(keptSecrets(file)).toEqual(made)
  expect(fs.statSync(file).mode % 0o1000).toBe(0o600)
  expect(fs.readdirSync(directory)).toEqual(['secrets.json'])
})

it.each(['', '{"aws":', '{}'])('keeps a damaged file under another name, and says so: %j', content => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue()
  const file = path.join(directory, 'secrets.json')
  fs.writeFileSync(file, content)
  const made = keptSecrets(file)
  expect(keptSecrets(file)).toEqual(made)
  const damaged = fs.readdirSync(directory).find(name => name.includes('damaged')) ?? ''
  expect(fs.readFileSync(path.join(directory, damaged), 'utf8')).toBe(content)
  expect(warned.mock.calls.flat().join()).toContain(file)
  warned.mockRestore()
})
