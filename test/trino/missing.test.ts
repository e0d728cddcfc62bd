import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let home: string
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-missing-'))
})
afterEach(() => fs.rmSync(home, { recursive: true }))

const JAVA = 'echo jdk.compiler@17.0.15'

/** `npm run test:trino` where there are only these programs, each a line of shell, and nothing was ever fetched. */
function run(programs: Record<string, string>, options: readonly string[] = []) {
  for (const [name, line] of Object.entries(programs))
    fs.writeFileSync(path.join(home, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 })
  const main = path.join(import.meta.dirname, 'main.ts')
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...options], {
    encoding: 'utf8',
    env: { PATH: home, HOME: home, TMPDIR: home },
  })
  return { status, said: `${stdout}${stderr}`.trim() }
}

const fetched = (name: string) => fs.mkdirSync(path.join(home, '.cache/s3audit', name), { recursive: true })

describe('names what is missing and how to install it', () => {
  it.each([
    ['no Java', {}, 'apt-get install openjdk-17-jdk-headless'],
    ['an old Java', { java: 'echo jdk.compiler@11.0.2' }, 'a JDK of 17 or later'],
    ['a Java without its compiler', { java: 'echo java.base@17.0.15' }, 'a JDK of 17 or later'],
    ['no npm registry', { java: JAVA, npm: 'exit 1' }, 'npm could not fetch amplify-dynamodb-simulator'],
  ])('%s', (_, programs, words) => {
    const { status, said } = run(programs)
    expect(said.split('\n')).toEqual([expect.stringContaining(words)])
    expect(status).toBe(69)
    expect(run(programs, ['--skip-missing'])).toEqual({ status: 0, said })
  })

  it.each([
    ['no Maven', { java: JAVA }, 'apt-get install maven'],
    [
      'no Maven repository',
      { java: JAVA, mvn: `[ "$1" = -version ] || { echo '[ERROR] Connection refused'; exit 1; }` },
      'give it a connection, or a mirror in its settings. Connection refused',
    ],
  ])('%s', (_, programs, words) => {
    fetched('dynamodb-local-2.9.30')
    const { status, said } = run(programs)
    expect(said.split('\n')).toEqual([expect.stringContaining(words)])
    expect(status).toBe(69)
    expect(run(programs, ['--skip-missing'])).toEqual({ status: 0, said })
    // What could not be fetched is tried again next time.
    expect(fs.readdirSync(path.join(home, '.cache/s3audit'))).toEqual(['dynamodb-local-2.9.30'])
  })
})
