import { readdir, readFile } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  analysisFiles,
  arrows,
  callsOut,
  clock,
  deployedAlone,
  environment,
  examplesUnshipped,
  importsOf,
  LAYERS,
  layers,
  loadedBy,
  names,
  type Rule,
  type Source,
  violations,
  wholeZod,
} from './support/imports.ts'

const ROOT = new URL('..', import.meta.url).pathname
let sources: Source[]
beforeAll(async () => {
  sources = (await Promise.all(['analyses', 'bot', 'infra', 'test'].map(sourcesBelow))).flat()
})

async function sourcesBelow(folder: string): Promise<Source[]> {
  const entries = await readdir(ROOT + folder, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile() && /\.(ts|js)$/.test(entry.name))
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = `${parentPath}/${name}`
      const text = await readFile(path, 'utf8')
      return { path: relative(ROOT, path).split(sep).join('/'), text }
    }),
  )
}

/** What the rule finds in one made-up file. */
const found = (rule: Rule, path: string, text = '') => violations(rule, [{ path, text }])

it('looks at every part of the repository', () => {
  const areas = new Set(sources.map(({ path }) => path.replace(/\/[^/]*$/, '')))
  for (const area of [
    'analyses/access',
    'bot',
    'bot/slack',
    'infra/local',
    'infra/local/slack/page',
    'test',
  ]) {
    expect(areas).toContain(area)
  }
})

describe('arrows point one way: analyses <- bot <- infra, test -> all', () => {
  it('holds', () => expect(violations(arrows, sources)).toEqual([]))

  it.each([
    ['analyses/a.ts', "import { x } from '../bot/x.ts'"],
    ['analyses/lib/a.ts', "import '../../infra/x.ts'"],
    ['bot/investigate/a.ts', "export { x } from '../../infra/x.ts'"],
    ['bot/investigate/a.ts', "import type { X } from '../../infra/x.ts'"],
    ['bot/a.ts', "const x = await import('../test/x.ts')"],
    ['infra/a.ts', "import x from '../test/x.ts'"],
    ['infra/local/slack/page/a.js', "import { x } from '../protocol.ts'"],
    ['infra/local/slack/page/a.js', "import { x } from 'luxon'"],
  ])('catches in %s: %s', (path, text) => expect(found(arrows, path, text)).toHaveLength(1))

  it.each([
    ['bot/a.ts', "import x from '../analyses/x.ts'"],
    ['infra/local/a.ts', "import x from '../../bot/x.ts'"],
    ['infra/local/a.ts', "import x from '../../package.json' with { type: 'json' }"],
    ['infra/local/slack/page/a.js', "import { x } from './x.js'"],
    ['infra/local/slack/page/a.js', "import { h } from 'preact'"],
    ['test/a.ts', "import x from '../infra/x.ts'"],
  ])('allows in %s: %s', (path, text) => expect(found(arrows, path, text)).toEqual([]))
})

describe('what is deployed imports nothing of the local mode', () => {
  it('holds', () => expect(violations(deployedAlone, sources)).toEqual([]))

  it.each([
    ['infra/stack/a.ts', "import { x } from '../local/x.ts'"],
    ['infra/stack.ts', "import type { X } from './local/x.ts'"],
    ['infra/app.ts', "await import('./local/x.ts')"],
  ])('catches in %s: %s', (path, text) => expect(found(deployedAlone, path, text)).toHaveLength(1))

  it.each([
    ['infra/local/a.ts', "import x from './x.ts'"],
    ['infra/stack/a.ts', "import x from '../settings.ts'"],
    ['test/a.ts', "import x from '../infra/local/x.ts'"],
  ])('allows in %s: %s', (path, text) => expect(found(deployedAlone, path, text)).toEqual([]))
})

describe('the stack shares facts with the bot without loading what the bot does', () => {
  const WORK = /^bot\/(clients|stages|reply|watch|investigation)\//

  it('holds', () => {
    const loaded = loadedBy(['infra/app.ts'], sources)
    expect(loaded.get('bot/items/table.ts')).toBe('infra/stack/investigations.ts')
    expect([...loaded].filter(([path]) => WORK.test(path))).toEqual([])
  })

  it('follows imports over several files, and leaves types out', () => {
    const made = [
      { path: 'infra/app.ts', text: "import './a.ts'; import type { X } from './typed.ts'" },
      { path: 'infra/a.ts', text: "export { b } from '../bot/investigate/b.ts'" },
      { path: 'bot/investigate/b.ts', text: "import '../../infra/app.ts'" },
      { path: 'infra/typed.ts', text: '' },
    ]
    expect([...loadedBy(['infra/app.ts'], made)]).toEqual([
      ['infra/app.ts', ''],
      ['infra/a.ts', 'infra/app.ts'],
      ['bot/investigate/b.ts', 'infra/a.ts'],
    ])
  })
})

describe('the folders of the bot import only those below them', () => {
  it('holds', () => {
    expect(violations(layers, sources)).toEqual([])
    const folders = new Set(sources.flatMap(({ path }) => /^bot\/(.+)\/[^/]+$/.exec(path)?.[1] ?? []))
    expect([...folders].toSorted()).toEqual(LAYERS.toSorted())
  })

  it('catches an import from above, a type, too', () => {
    expect(found(layers, 'bot/access/a.ts', "import type { X } from '../ask/x.ts'")).toHaveLength(1)
    expect(found(layers, 'bot/ask/a.ts', "import type { X } from '../access/x.ts'")).toEqual([])
    expect(found(layers, 'bot/slack.lambda.ts', "import { x } from './app/x.ts'")).toEqual([])
  })
})

describe('only clients call out', () => {
  it('holds', () => expect(violations(callsOut, sources)).toEqual([]))

  it.each([
    ['bot/investigate/a.ts', "import { S3Client } from '@aws-sdk/client-s3'"],
    ['bot/answer/a.ts', "import { WebClient } from '@slack/web-api'"],
    ['bot/a.ts', "import http from 'node:http'"],
    ['analyses/a.ts', "import { request } from 'https'"],
    ['bot/a.ts', "await fetch('https://example.com')"],
    ['bot/a.ts', "await globalThis.fetch('https://example.com')"],
    ['bot/ask/a.ts', "import { App } from '@slack/bolt'"],
    ['bot/ask/a.ts', "import { type App } from '@slack/bolt'"],
    ['bot/investigate/a.ts', "import type { App } from '@slack/bolt'"],
    ['bot/slack.lambda.ts', "import { WebClient } from '@slack/web-api'"],
    ['bot/answer/a.ts', "import type { S3Client } from '@aws-sdk/client-s3'"],
  ])('catches in %s: %s', (path, text) => expect(found(callsOut, path, text)).toHaveLength(1))

  it.each([
    ['bot/aws/a.ts', "import { S3Client } from '@aws-sdk/client-s3'; await fetch(url)"],
    ['bot/slack.lambda.ts', "import { App } from '@slack/bolt'"],
    ['bot/ask/a.ts', "import type { App } from '@slack/bolt'"],
    ['bot/answer/a.ts', "import type { View } from '@slack/web-api'"],
    ['bot/a.ts', 'await world.logs.fetch(key); prefetch(key)'],
    ['infra/local/a.ts', "import http from 'node:http'"],
  ])('allows in %s: %s', (path, text) => expect(found(callsOut, path, text)).toEqual([]))
})

describe('only entry points read the environment', () => {
  it('holds', () => expect(violations(environment, sources)).toEqual([]))

  it.each(['process.env.TABLE', "process['env']", 'const { env } = process.env', '`${process.env.TABLE}`'])(
    'catches %s',
    text => expect(found(environment, 'bot/investigate/a.ts', text)).toHaveLength(1),
  )

  it.each([
    ['bot/slack.lambda.ts', 'process.env.TABLE'],
    ['infra/local/main.ts', 'process.env.TABLE'],
    ['bot/a.ts', '// never process.env here'],
    ['bot/a.ts', "throw new Error('set process.env')"],
  ])('allows in %s: %s', (path, text) => expect(found(environment, path, text)).toEqual([]))
})

describe('only entry points and tests read the clock', () => {
  it('holds', () => expect(violations(clock, sources)).toEqual([]))

  it.each([
    'const t = Date.now()',
    'const t = new Date()',
    'const t = new Date',
    'items.map(Date.now)',
    'DateTime.utc()',
  ])('catches %s', text => expect(found(clock, 'infra/local/a.ts', text)).toHaveLength(1))

  it.each([
    ['bot/a.ts', 'new Date(event.time)'],
    ['bot/a.ts', 'DateTime.utc(2026, 11, 20)'],
    ['bot/reconcile.lambda.ts', '() => new Date()'],
    ['test/a.ts', 'Date.now()'],
  ])('allows in %s: %s', (path, text) => expect(found(clock, path, text)).toEqual([]))
})

describe('a file name says what is inside', () => {
  it('holds', () => expect(violations(names, sources)).toEqual([]))

  it.each(['bot/utils.ts', 'test/support/test-helper.ts', 'infra/local/queue-manager.ts', 'bot/common.ts'])(
    'catches %s',
    path => expect(found(names, path)).toHaveLength(1),
  )
})

describe('every file of a group of analyses is an analysis or its examples', () => {
  it('holds', () => expect(violations(analysisFiles, sources)).toEqual([]))

  it('catches another kind of file', () => {
    const text = "// export default defineAnalysis({\nexport const words = ['denied']"
    expect(found(analysisFiles, 'analyses/access/words.ts', text)).toHaveLength(1)
  })

  it('allows an analysis, and anything in the folder below', () => {
    expect(found(analysisFiles, 'analyses/access/a.ts', 'export default defineAnalysis({})')).toEqual([])
    expect(found(analysisFiles, 'analyses/access/a.examples.ts', 'export const examples = []')).toEqual([])
    expect(found(analysisFiles, 'analyses/lib/sql/sql.ts', 'export const sql = 1')).toEqual([])
  })
})

describe('every analysis has its examples, which nothing ships', () => {
  it('holds', () => {
    const files = sources.flatMap(({ path }) => /^analyses\/(?!lib\/)(.+)\.ts$/.exec(path)?.[1] ?? [])
    const [examples, analyses] = [true, false].map(are =>
      files.filter(file => file.endsWith('.examples') === are),
    )
    expect(examples).not.toEqual([])
    expect(examples?.toSorted()).toEqual(analyses?.map(file => `${file}.examples`).toSorted())
    expect(violations(examplesUnshipped, sources)).toEqual([])
  })

  it.each([
    ['analyses/access/a.ts', "import { examples } from './a.examples.ts'"],
    ['analyses/lib/a.ts', "import { logLine } from './samples/sample-lines.ts'"],
    ['bot/ask/a.ts', "import { examples } from '../../analyses/access/a.examples.ts'"],
  ])('catches in %s: %s', (path, text) => expect(found(examplesUnshipped, path, text)).toHaveLength(1))

  it.each([
    ['analyses/access/a.examples.ts', "import { logLine } from '../lib/samples/sample-lines.ts'"],
    ['test/a.ts', "import { examples } from '../analyses/access/a.examples.ts'"],
  ])('allows in %s: %s', (path, text) => expect(found(examplesUnshipped, path, text)).toEqual([]))
})

describe('of zod, the bundles carry what is used', () => {
  it('holds', () => expect(violations(wholeZod, sources)).toEqual([]))

  it.each(["import { z } from 'zod'", "import { type ZodType, z } from 'zod'", "import z from 'zod'"])(
    'catches %s',
    text => expect(found(wholeZod, 'bot/a.ts', text)).toHaveLength(1),
  )

  it.each(["import * as z from 'zod'", "import type { ZodType } from 'zod'"])('allows %s', text =>
    expect(found(wholeZod, 'bot/a.ts', text)).toEqual([]),
  )
})

describe('the reading of imports', () => {
  it('sees every form, over several lines too', () => {
    const text = `
      import a from 'a'
      import b, { type c } from "b"
      import * as d from 'd'
      import {
        e,
        f as g,
      } from 'e'
      import type { h } from 'h'
      import 'i'
      export * from 'j'
      export type { k } from 'k'
      const l = await import('l')`
    expect(
      importsOf(text)
        .map(each => each.specifier)
        .sort(),
    ).toEqual(Array.from('abdehijkl'))
    expect(
      importsOf(text)
        .filter(each => each.typeOnly)
        .map(each => each.specifier),
    ).toEqual(['h', 'k'])
  })

  it('sees none in comments', () => {
    expect(importsOf("// import a from 'a'\n/* import b from 'b' */\n/** `import('c')` */")).toEqual([])
  })

  it('takes other words for none', () => {
    expect(importsOf("export const from = 'a'\nconst important = 'b'\nexport default 'c'")).toEqual([])
  })
})
