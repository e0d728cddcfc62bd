import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { scratchIn } from './scratch.ts'

it('removes the leftovers of killed runs and nothing else', () => {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-scratch-'))
  const { pid: ended } = spawnSync(process.execPath, ['--version'])
  const [killed, running, other] = [
    `s3audit-trino-${ended}-a`,
    `s3audit-trino-${process.ppid}-b`,
    'others-1-c',
  ]
  for (const name of [killed, running, other])
    fs.mkdirSync(path.join(parent, name, 'within'), { recursive: true })
  const own = scratchIn(parent)
  expect(fs.readdirSync(parent).toSorted()).toEqual([path.basename(own), running, other].toSorted())
  fs.rmSync(parent, { recursive: true })
})
