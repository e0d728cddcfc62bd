import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** What each file imports, both as paths from the root of the repository. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

const RELATIVE = /^\.\.?\//

/** Everything that a file imports from the repository itself: types, re-exports and dynamic imports too. */
export function importsIn(path: string, text: string): string[] {
  const { module, program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
  const found = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest }) => moduleRequest?.value),
    ),
  ]
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string') found.push(source.value)
    },
    TSImportType: ({ source }) => void found.push(source.value),
  }).visit(program)
  return found
    .filter(specifier => specifier !== undefined && RELATIVE.test(specifier))
    .map(specifier => posix.join(posix.dirname(path), String(specifier)))
}

/** The import graph of all `.ts` and `.js` files below these folders of `root`. */
export function importGraph(root: string, folders: readonly string[]): Graph {
  const files = folders.flatMap(folder =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter(name => /(?<!\.d)\.(ts|js)$/.test(name))
      .map(name => `${folder}/${name.replaceAll('\\', '/')}`),
  )
  return new Map(
    files.map(file => {
      const imports = importsIn(file, readFileSync(`${root}/${file}`, 'utf8'))
      return [file, new Set(imports.filter(target => files.includes(target)))]
    }),
  )
}

/** The same graph between folders. A file at the top of a folder counts as the folder's own. */
export function folderGraph(graph: Graph): Graph {
  const folders = new Map<string, Set<string>>()
  for (const [file, targets] of graph) {
    const from = posix.dirname(file)
    const set = folders.get(from) ?? new Set()
    folders.set(from, set)
    for (const to of [...targets].map(target => posix.dirname(target))) if (to !== from) set.add(to)
  }
  return folders
}

/** The groups of nodes that all reach each other (Tarjan's strongly connected components), each sorted. */
export function cycles(graph: Graph): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const groups: string[][] = []
  const lowest = (node: string, value: number) => low.set(node, Math.min(low.get(node) ?? value, value))

  function visit(node: string): void {
    index.set(node, index.size)
    lowest(node, index.size - 1)
    stack.push(node)
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) {
        visit(next)
        lowest(node, low.get(next) ?? 0)
      } else if (stack.includes(next)) lowest(node, index.get(next) ?? 0)
    }
    if (low.get(node) !== index.get(node)) return
    const group = stack.splice(stack.indexOf(node)).toSorted()
    if (group.length > 1 || graph.get(node)?.has(node)) groups.push(group)
  }

  for (const node of graph.keys()) if (!index.has(node)) visit(node)
  return groups.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))
}
