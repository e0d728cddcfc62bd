import { posix } from 'node:path'

/** One file: its path from the root of the repository, with `/`, and its text. */
export interface Source {
  path: string
  text: string
}

/** An architectural rule: what it finds wrong in a file, in words; nothing when the file obeys. */
export type Rule = (source: Source) => string[]

export interface Import {
  specifier: string
  /** `import type` or `export type`: erased, so that nothing is loaded at run time. */
  typeOnly: boolean
}

const PAGE = 'infra/local/slack/page/'
/** What the page's import map names. */
const PAGE_LIBRARIES = new Set(['preact', 'preact/hooks', 'htm', 'echarts'])

/** The age of files on disk is by the machine's own clock, whatever time a test says it is. */
const JUDGES_AGE_OF_FILES = 'infra/local/s3/storage/bodies.ts'

const SLACK = /^@slack\/(bolt|web-api)$/
const OUTSIDE = /^(@aws-sdk\/.*|@slack\/(bolt|web-api)|(node:)?https?)$/

/** Who may import from whom: `analyses <- bot <- infra`, and tests from all. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  analyses: ['analyses'],
  bot: ['analyses', 'bot'],
  infra: ['analyses', 'bot', 'infra'],
  test: ['analyses', 'bot', 'infra', 'test'],
}

/** The imports of a file that point against the arrows; browser code may import only its own folder and its libraries. */
export const arrows: Rule = source => {
  const allowed = ARROWS[areaOf(source.path)] ?? []
  const against = (target: string) =>
    source.path.startsWith(PAGE)
      ? !target.startsWith(PAGE) && !PAGE_LIBRARIES.has(target)
      : areaOf(target) in ARROWS && !allowed.includes(areaOf(target))
  return importsOf(source.text)
    .map(({ specifier }) => resolve(source.path, specifier))
    .filter(against)
    .map(target => `imports ${target}`)
}

/**
 * The folders of the bot, each above those it may import: kernels first, then the main way of a question, then the
 * features around it. The entries, directly in `bot/`, may import all.
 */
export const LAYERS: readonly string[] = [
  'model/stored',
  'text',
  'time',
  'model',
  'calls',
  'items',
  'aws',
  'slack',
  'services',
  'access',
  'ask/grammar',
  'ask',
  'press',
  'investigate/source',
  'answer/chart',
  'answer',
  'investigate',
  'watch',
  'follow-up',
  'check/checks',
  'check',
  'audit',
  'home',
  'app',
]

/** The imports of a file of the bot from a folder that is not below its own, type imports included. */
export const layers: Rule = ({ path, text }) => {
  const own = layerOf(path)
  if (own === undefined) return []
  return importsOf(text)
    .map(({ specifier }) => resolve(path, specifier))
    .filter(
      target => target.startsWith('bot/') && LAYERS.indexOf(layerOf(target) ?? '') > LAYERS.indexOf(own),
    )
    .map(target => `imports ${target}`)
}

const layerOf = (path: string): string | undefined => /^bot\/(.+)\/[^/]+$/.exec(path)?.[1]

/** The folders of the bot whose files call AWS and Slack. */
const CLIENTS = /^bot\/(?:aws|calls|items|services|slack)\//

/** The ways out of the process that a file of the bot or the analyses takes without being a client. */
export const callsOut: Rule = ({ path, text }) => {
  if (!/^(analyses|bot)\//.test(path) || CLIENTS.test(path)) return []
  const outside = importsOf(text).filter(
    each => OUTSIDE.test(each.specifier) && !(SLACK.test(each.specifier) && mayKnowSlack(path, each)),
  )
  const fetches = /(?<!(?<!globalThis)\.|\w)fetch\s*\(/.test(withoutText(text)) ? ['calls fetch'] : []
  return [...outside.map(({ specifier }) => `imports ${specifier}`), ...fetches]
}

/**
 * Start the product in a test's process as `npm start` does in one of its own, or learn from the environment
 * which services to ask in place of the embedded ones.
 */
const HARNESSES = new Set(['test/support/product.ts', 'test/trino/engines.ts', 'test/aws/stack.ts'])

/** What is deployed, and the commands that deploy it, know nothing of the local mode. */
export const deployedAlone: Rule = source =>
  !source.path.startsWith('infra/') || source.path.startsWith('infra/local/')
    ? []
    : importsOf(source.text)
        .map(({ specifier }) => resolve(source.path, specifier))
        .filter(target => target.startsWith('infra/local/'))
        .map(target => `imports ${target}`)

/**
 * Every file that these load, types left out, each with the one that loads it: a file has one entry, however many
 * import it.
 */
export function loadedBy(entries: readonly string[], sources: readonly Source[]): Map<string, string> {
  const texts = new Map(sources.map(({ path, text }) => [path, text]))
  const loaded = new Map(entries.map(entry => [entry, '']))
  for (const path of loaded.keys())
    for (const { specifier, typeOnly } of importsOf(texts.get(path) ?? '')) {
      const target = resolve(path, specifier)
      if (!typeOnly && texts.has(target) && !loaded.has(target)) loaded.set(target, path)
    }
  return loaded
}

/** Reading the environment anywhere but where a process starts. */
export const environment: Rule = ({ path, text }) =>
  !isEntryPoint(path) &&
  !HARNESSES.has(path) &&
  /\bprocess\s*(\?\.\s*|\.\s*)env\b|\bprocess\s*(\?\.)?\[/.test(withoutText(text))
    ? ['reads process.env']
    : []

/** Asking the machine what time it is, instead of being told; the page runs by its browser's clock. */
export const clock: Rule = ({ path, text }) =>
  !isEntryPoint(path) &&
  !path.startsWith('test/') &&
  !path.startsWith(PAGE) &&
  path !== JUDGES_AGE_OF_FILES &&
  /\bDate\.now\b|\bnew Date\b(?!\s*\(\s*[^\s)])|\bDateTime\.(now|utc|local)\(\s*\)/.test(withoutText(text))
    ? ['reads the clock']
    : []

/** File names that do not say what is inside. */
export const names: Rule = ({ path }) =>
  /util|helper|manager|common/i.test(posix.basename(path)) ? ['has a name that says nothing'] : []

/** Every file of a group is an analysis, made by hand or by a builder that analyses share, or its examples. */
export const analysisFiles: Rule = ({ path, text }) =>
  /^analyses\/(?!lib\/)(?:[^/]+\/)?[^/.]+\.ts$/.test(path) &&
  !/\bexport default [a-z]\w*\(/i.test(withoutText(text))
    ? ['is not an analysis']
    : []

const EXAMPLES = /^analyses\/.*\.examples\.ts$/

/** Examples are for tests: the bundles carry none. */
export const examplesUnshipped: Rule = source =>
  source.path.startsWith('test/') || EXAMPLES.test(source.path)
    ? []
    : importsOf(source.text)
        .map(({ specifier }) => resolve(source.path, specifier))
        .filter(target => EXAMPLES.test(target) || target.startsWith('analyses/lib/samples/'))
        .map(target => `ships ${target}`)

/** Bundlers take all of zod, each of its languages included, for `{ z }`, and of `* as z` what is used. */
export const wholeZod: Rule = ({ path, text }) =>
  /^(analyses|bot)\//.test(path) &&
  /\bimport\s+(z\b|\{[^}]*\bz\b[^}]*\})\s*from\s*'zod'/.test(withoutComments(text))
    ? ["does not import * as z from 'zod'"]
    : []

/** `path: finding` for everything that the rule finds. */
export function violations(rule: Rule, sources: readonly Source[]): string[] {
  return sources.flatMap(source => rule(source).map(finding => `${source.path}: ${finding}`))
}

/** Every import and re-export with a literal specifier, dynamic ones included; those in comments are none. */
export function importsOf(text: string): Import[] {
  const code = withoutComments(text)
  const declared = code.matchAll(
    /\b(?:import|export)(\s+type(?=[\s{*]))?\s*(?:[\w$\s,*{}]*?\bfrom\b\s*)?(['"])(.+?)\2/g,
  )
  const called = code.matchAll(/\bimport\s*\(\s*(['"`])(.+?)\1/g)
  return [
    ...Array.from(declared, match => ({ specifier: match[3] ?? '', typeOnly: match[1] !== undefined })),
    ...Array.from(called, match => ({ specifier: match[2] ?? '', typeOnly: false })),
  ]
}

function resolve(path: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier
}

function areaOf(path: string): string {
  return path.split('/', 1)[0] ?? ''
}

/** The entries run Bolt; what reads Slack's payloads and what writes its blocks know the types only. */
const KNOWS_SLACK =
  /^bot\/(?:answer|app|ask|audit|check|follow-up|home|press|watch)\/|^bot\/model\/person\.ts$/

function mayKnowSlack(path: string, { specifier, typeOnly }: Import): boolean {
  if (/^bot\/(slack\.lambda|socket|app\/app)\.ts$/.test(path)) return specifier === '@slack/bolt'
  return typeOnly && KNOWS_SLACK.test(path)
}

function isEntryPoint(path: string): boolean {
  return /\.lambda\.ts$|^infra\/app\.ts$|^infra\/local\/(main|ask|socket)\.ts$|^test\/bench\/|^test\/trino\/main\.ts$|^test\/browser\/support\/global-setup\.ts$/.test(
    path,
  )
}

const COMMENT_OR_TEXT = /\/\*[^]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g

function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_TEXT, part => (part.startsWith('/') ? ' ' : part))
}

/** Without comments and literal text; what a template inserts is kept, because that is code. */
function withoutText(text: string): string {
  return text.replace(COMMENT_OR_TEXT, part => {
    if (part.startsWith('/')) return ' '
    const inserted = part.startsWith('`') ? part.match(/\$\{[^}]*\}/g) : null
    return inserted ? inserted.join(' ') : "''"
  })
}
