import { describe, expect, it } from 'vitest'
import { cycles, folderGraph, type Graph, importGraph, importsIn } from './support/import-graph.ts'

const ROOT = new URL('..', import.meta.url).pathname

const graphOf = (edges: Record<string, string[]>): Graph =>
  new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]))

describe('no import cycles, type imports included', () => {
  const graph = importGraph(ROOT, ['analyses', 'bot', 'infra'])

  it('reads the whole repository', () => {
    expect(graph.size).toBeGreaterThan(500)
    expect(graph.get('infra/local/services/services.ts')).toContain('infra/local/slack/state/slack.ts')
  })

  it('between files', () => expect(cycles(graph)).toEqual([]))

  it('between folders', () => expect(cycles(folderGraph(graph))).toEqual([]))
})

describe('the import graph', () => {
  it.each([
    "import { x } from './x.ts'",
    "import './x.ts'",
    "import type { X } from './x.ts'",
    "import { type X } from './x.ts'",
    "export { x } from './x.ts'",
    "export type { X } from './x.ts'",
    "export * from './x.ts'",
    "const x = await import('./x.ts')",
    "type X = import('./x.ts').X",
    "let x: typeof import('./x.ts')",
  ])('sees %s', text => expect(importsIn('bot/a.ts', text)).toEqual(['bot/x.ts']))

  it.each(['const s = "import \'./x.ts\'"', "// import './x.ts'", "import { z } from 'zod'"])(
    'sees no file in %s',
    text => expect(importsIn('bot/a.ts', text)).toEqual([]),
  )

  it('finds cycles of any length, and a file that imports itself', () => {
    const graph = graphOf({ a: ['b'], b: ['c'], c: ['a', 'd'], d: ['e'], e: [], f: ['f'], g: ['a'] })
    expect(cycles(graph)).toEqual([['a', 'b', 'c'], ['f']])
  })

  it('finds a folder and its parent in a cycle where no files are', () => {
    const graph = graphOf({ 'a/x.ts': ['a/b/y.ts'], 'a/b/y.ts': ['a/z.ts'], 'a/z.ts': [] })
    expect(cycles(graph)).toEqual([])
    expect(cycles(folderGraph(graph))).toEqual([['a', 'a/b']])
  })
})
