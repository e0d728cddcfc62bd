import { readdirSync, writeFileSync } from 'node:fs'

/** Writes `catalogue.ts` from the folders: every `.ts` file in one but `lib` is an analysis, or its examples. */
const folder = new URL('../../', import.meta.url)
const analyses = readdirSync(folder, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && entry.name !== 'lib')
  .flatMap(({ name }) =>
    readdirSync(new URL(name, folder))
      .filter(file => /^[^.]+\.ts$/.test(file))
      .map(file => ({ id: file.slice(0, -3), folder: name })),
  )
  .toSorted((a, b) => (a.id < b.id ? -1 : 1))
const variable = (id: string) => id.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())

const source = `// Generated from the folder by \`npm run gen\`. Do not edit.
import type { Analysis } from '../analysis.ts'
${analyses.map(({ id, folder: group }) => `import ${variable(id)} from '../../${group}/${id}.ts'`).join('\n')}

export const catalogue = {
${analyses.map(({ id }) => `  '${id}': ${variable(id)},`).join('\n')}
} as const satisfies Record<string, Analysis>

export type AnalysisId = keyof typeof catalogue
`

writeFileSync(new URL('lib/catalogue/catalogue.ts', folder), source)
