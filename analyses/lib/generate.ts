import { readdirSync, writeFileSync } from 'node:fs'

/** Writes `catalogue.ts` from the folder: every `.ts` file directly in `analyses/` is one analysis. */
const folder = new URL('../', import.meta.url)
const ids = readdirSync(folder)
  .filter(name => name.endsWith('.ts'))
  .map(name => name.slice(0, -3))
  .toSorted()
const variable = (id: string) => id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())

const source = `// Generated from the folder by \`npm run gen\`. Do not edit.
import type { Analysis } from './analysis.ts'
${ids.map(id => `import ${variable(id)} from '../${id}.ts'`).join('\n')}

export const catalogue = {
${ids.map(id => `  '${id}': ${variable(id)},`).join('\n')}
} as const satisfies Record<string, Analysis>

export type AnalysisId = keyof typeof catalogue
`

writeFileSync(new URL('lib/catalogue.ts', folder), source)
