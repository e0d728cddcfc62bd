import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticeOf, packagesOf } from '../../../infra/notices.ts'
import { synthesize } from './support/bundles.ts'
import { settings } from './support/deployment.ts'

describe('third-party notices', () => {
  it('are of the packages that files come from, nested ones too, each once', () => {
    expect(
      packagesOf([
        'bot/slack.lambda.ts',
        'node_modules/zod/v4/index.js',
        'node_modules/zod/v4/core.js',
        'node_modules/@slack/bolt/dist/index.js',
        'node_modules/a/node_modules/@b/c/index.js',
      ]),
    ).toEqual(['node_modules/zod', 'node_modules/@slack/bolt', 'node_modules/a/node_modules/@b/c'])
  })

  it('say where the source is of what is under the Mozilla Public License', () => {
    const notice = noticeOf('node_modules/@resvg/resvg-wasm')
    expect(notice).toMatch(
      /^@resvg\/resvg-wasm [\d.]+\nLicence: MPL-2\.0\nSource: https:\/\/github\.com\/\S+resvg\S*\n/,
    )
    expect(notice).toContain('https://mozilla.org/MPL/2.0/')
  })

  it('refuse a package that names no licence', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-notices-'))
    fs.writeFileSync(path.join(folder, 'package.json'), '{"name":"without","version":"1.0.0"}')
    expect(() => noticeOf(folder)).toThrow('without names no licence')
    fs.rmSync(folder, { recursive: true })
  })
})

describe('what is deployed', () => {
  let outdir: string
  let folders: Record<'slack' | 'reconcile', string>
  beforeAll(() => {
    outdir = fs.mkdtempSync(path.join(os.tmpdir(), 's3audit-notices-'))
    const { slack, reconcile } = synthesize(settings(), outdir).functions
    folders = { slack: path.dirname(slack.bundle), reconcile: path.dirname(reconcile.bundle) }
  })
  afterAll(() => fs.rmSync(outdir, { recursive: true, force: true }))

  it.each([
    [
      'slack',
      ['@slack/bolt', '@aws-sdk/client-dynamodb', 'zod'],
      ['dejavu-fonts-ttf', 'aws-cdk-lib', 'vitest'],
    ],
    [
      'reconcile',
      ['@aws-sdk/client-athena', '@resvg/resvg-wasm', 'dejavu-fonts-ttf'],
      ['esbuild', '@slack/bolt'],
    ],
  ] as const)('has its licences beside it: %s', (name, has, hasNot) => {
    const notices = fs.readFileSync(path.join(folders[name], 'THIRD-PARTY-NOTICES'), 'utf8')
    for (const one of has) expect(notices).toMatch(new RegExp(`^${one} \\d`, 'm'))
    for (const one of hasNot) expect(notices).not.toMatch(new RegExp(`^${one} \\d`, 'm'))
    expect(notices).toContain('Apache License')
    expect(notices).not.toContain(process.cwd())
    expect(fs.readdirSync(folders[name])).not.toContain('index.meta.json')
  })

  it('has the terms of the font that charts are drawn with', () => {
    const notices = fs.readFileSync(path.join(folders.reconcile, 'THIRD-PARTY-NOTICES'), 'utf8')
    expect(notices).toContain('Bitstream Vera Fonts Copyright')
  })
})
