import { existsSync, globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'

/**
 * Third-party notices: the licences of what a bundle contains.
 *
 * `node infra/notices.ts --bundle FOLDER [PACKAGE ...]` writes them beside a bundle, from esbuild's list of its inputs,
 * which it then removes, and of packages whose files are next to the bundle. Bundling does this for each function.
 * `npm run notices` writes those of all functions, once each, into the repository's root.
 */
const NOTICES = 'THIRD-PARTY-NOTICES'
const META = 'index.meta.json'
const RULE = `\n\n${'='.repeat(80)}\n\n`

const metaSchema = z.object({ inputs: z.record(z.string(), z.unknown()) })
const manifestSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })),
})
const packageSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  repository: z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]).optional(),
  homepage: z.string().optional(),
})

/** Licences that ask for more than that their text goes along. */
const ASKED: Record<string, string> = {
  'MPL-2.0':
    'Distributed unchanged, in executable form. Its source code is available under the terms of the Mozilla Public License, v. 2.0 (https://mozilla.org/MPL/2.0/), at the address above.',
}

/** The folders of the packages that these files belong to, each once. */
export const packagesOf = (files: readonly string[]): string[] => [
  ...new Set(files.flatMap(file => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? [])),
]

/**
 * What must go along with the software of a package: whose it is, and the texts of its licence.
 * @throws Error where a package names no licence at all
 */
export function noticeOf(folder: string): string {
  const { name, version, license, repository, homepage } = packageSchema.parse(
    JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')),
  )
  const texts = readdirSync(folder)
    .filter(file => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(file))
    .toSorted()
    .map(file => readFileSync(path.join(folder, file), 'utf8').trim())
  if (license === undefined && texts.length === 0) throw new Error(`${name} names no licence`)
  const source = (repository && addressOf(repository)) ?? homepage ?? `the npm package ${name}`
  return [
    `${name} ${version}\nLicence: ${license ?? 'as below'}\nSource: ${source}`,
    ...(ASKED[license ?? ''] ? [ASKED[license ?? '']] : []),
    ...(texts.length > 0 ? texts : ['The package has no file with its licence’s text.']),
  ].join('\n\n')
}

/** A repository as packages name it (`git+https://…`, `git@host:owner/name.git`, `owner/name`), for a browser. */
const addressOf = (repository: string): string =>
  repository
    .replace(/^(?:github:)?([\w.-]+\/[\w.-]+)$/, 'https://github.com/$1')
    .replace(/^(?:git\+)?ssh:\/\/git@/, 'https://')
    .replace(/^git@([^:]+):/, 'https://$1/')
    .replace(/^git(?:\+https?)?:\/\//, 'https://')
    .replace(/\.git$/, '')

/** The notices of these packages' folders, in the order of their names, as one text. */
export const noticesOf = (folders: readonly string[]): string => together(folders.map(noticeOf))

const together = (notices: readonly string[]): string => `${[...new Set(notices)].toSorted().join(RULE)}\n`

/** The folders that the newest synth would upload; those of earlier ones are next to them. */
function assetsOf(out: string): string[] {
  const manifests = globSync(`${out}/*.assets.json`).map(file =>
    manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))),
  )
  return manifests.flatMap(({ files }) =>
    Object.values(files).map(({ source }) => path.join(out, source.path)),
  )
}

if (import.meta.main) {
  const [mode, folder, ...packages] = process.argv.slice(2)
  if (mode === '--bundle' && folder) {
    const meta = path.join(folder, META)
    const { inputs } = metaSchema.parse(JSON.parse(readFileSync(meta, 'utf8')))
    const beside = packages.map(name => `node_modules/${name}`)
    writeFileSync(path.join(folder, NOTICES), noticesOf([...packagesOf(Object.keys(inputs)), ...beside]))
    rmSync(meta)
  } else {
    const files = assetsOf('cdk.out')
      .map(asset => path.join(asset, NOTICES))
      .filter(file => existsSync(file))
    if (files.length === 0) throw new Error(`cdk.out has no ${NOTICES}: run npm run synth first`)
    const notices = files.flatMap(file => readFileSync(file, 'utf8').trimEnd().split(RULE))
    writeFileSync(NOTICES, together(notices))
    console.log(`${NOTICES} has the licences of ${new Set(notices).size} packages.`)
  }
}
