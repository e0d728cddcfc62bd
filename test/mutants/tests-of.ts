import type { Graph } from '../support/import-graph.ts'

/** The test files that import a file themselves. */
export const testsOf = (graph: Graph, file: string): string[] =>
  [...graph].flatMap(([from, targets]) => (from.endsWith('.test.ts') && targets.has(file) ? [from] : []))
