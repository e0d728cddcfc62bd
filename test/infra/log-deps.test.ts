import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { removeOldSamples } from '../../infra/local/services/log-deps.ts'

function folderOf(...names: string[]): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-samples-'))
  onTestFinished(() => fs.rmSync(directory, { recursive: true }))
  for (const name of names) {
    fs.mkdirSync(path.join(directory, name))
    fs.writeFileSync(path.join(directory, name, 'object'), 'x')
  }
  return directory
}

it('removes sample weeks but the newest two, and nothing else', () => {
  const others = ['workspace', 'lists', 'sample-mine', 'sample-2026-11-09.kept']
  const directory = folderOf('sample-2026-11-19', 'sample-2025-12-31', ...others, 'sample-2026-11-21')
  expect(removeOldSamples(directory)).toEqual(['sample-2025-12-31'])
  const left = ['sample-2026-11-19', 'sample-2026-11-21', ...others]
  expect(fs.readdirSync(directory).toSorted()).toEqual(left.toSorted())
  expect(removeOldSamples(directory)).toEqual([])
})

it('removes nothing if nothing was kept yet', () => {
  expect(removeOldSamples(path.join(folderOf(), 'none'))).toEqual([])
})
