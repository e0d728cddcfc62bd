import { type Expression, parseSync, type Super, Visitor } from 'oxc-parser'

/** Text that a person reads, and where it begins. */
export interface Passage {
  kind: 'comment' | 'message' | 'title' | 'prose'
  text: string
  line: number
}

/** A word or phrase that this project does not use. */
interface Refused {
  /** How the failure message and the counts name it. */
  word: string
  pattern: RegExp
  /** What to write instead. */
  plain: string
  /** Where it is looked for, if not everywhere: in SQL and key names some of these words are terms. */
  kinds?: readonly Passage['kind'][]
}

export interface Finding {
  word: string
  line: number
  excerpt: string
  plain: string
}

const NOTES = ['comment', 'title', 'prose'] as const

/** Words that this code base once made up or bent, and what an engineer calls the same thing. */
export const REFUSED: readonly Refused[] = [
  { word: 'deed', pattern: /\bdeeds?\b/gi, plain: 'action or handler' },
  {
    word: 'aside',
    pattern: /(?<!\b(?:set|sets|setting|put|leave|left|step) )\basides?\b(?! from)/gi,
    plain: 'ephemeral message',
  },
  { word: 'whisper', pattern: /\bwhisper\w*/gi, plain: 'ephemeral message, post ephemerally' },
  { word: 'set aside', pattern: /\b(?:set|sets|setting) aside\b/gi, plain: 'quarantine' },
  { word: 'stretch', pattern: /\bstretch(?:es)?\b/gi, plain: 'interval, range or time' },
  { word: 'telling', pattern: /\btelling\b(?!-)/gi, plain: 'notification, or what the sentence means by it' },
  { word: 'record of uses', pattern: /\brecords? of uses\b/gi, plain: 'audit log' },
  { word: 'world', pattern: /(?<!real[ -])\bworlds?\b/gi, plain: 'dependencies or context' },
  {
    word: 'marker of a record',
    pattern: /\bmarkers? of (?:a|the|each|its) records?\b|\brecords?['’]s? markers?\b/gi,
    plain: 'record hash',
  },
  {
    word: 'doubles',
    pattern: /\btest doubles?\b|\bdoubles\b/gi,
    plain: 'fake or embedded service',
    kinds: NOTES,
  },
  { word: 'anew', pattern: /\banew\b/gi, plain: 'again' },
  { word: 'of late', pattern: /\bof late\b(?! record)/gi, plain: 'recently' },
  {
    word: 'so many',
    pattern: /(?<!\bnot )\bso (?:many|much)\b(?![^.;:]*\bthat\b)/gi,
    plain: 'the number, “that many” or “this much”',
  },
  { word: 'unless told', pattern: /\bunless told\b/gi, plain: 'by default, or “unless set”' },
  {
    word: 'no more (adverb)',
    pattern: /\bno more(?=[.,;:)]|$| and\b| in\b| by\b| for\b)/gi,
    plain: 'no longer, or “not … any more”',
  },
  { word: 'stands for', pattern: /\bstands? for\b/gi, plain: 'is, means or replaces' },
  {
    word: 'lies in',
    pattern: /\b(?:lies|lie) (?:in|below|under|at|beside|behind|there|here|before|with)\b/gi,
    plain: 'is in, is below …',
  },
  { word: 'whoever', pattern: /\bwhoever\b/gi, plain: 'anyone who, or the person who' },
  { word: 'tell apart', pattern: /\b(?:tells?|told) (?:\w+ )?apart\b/gi, plain: 'distinguish' },
  { word: 'tell of', pattern: /\b(?:tells?|told) of\b/gi, plain: 'report, record or mention' },
  { word: 'in vain', pattern: /\bin vain\b/gi, plain: 'without success, or for nothing' },
  {
    word: 'is no',
    pattern:
      /(?<!\bthere )\b(?:is|are) no (?!longer|more|less|other|need|way|use|room|point|reason|doubt)[a-z]+/gi,
    plain: 'is not a …, are not …',
  },
  {
    word: 'stands in',
    pattern: /\bstands? (?:in|beside|below|above|there|where|first|last|instead)\b/gi,
    plain: 'is in, is below …',
  },
  { word: 'be had', pattern: /\b(?:to|can|could|may) be had\b/gi, plain: 'be available' },
  {
    word: 'Long because',
    pattern: /^[\s*]*Long because\b/gi,
    plain: 'a comment only if it says something',
    kinds: ['comment'],
  },
]

/** Every refused word in a passage, with what to write instead. Code in backticks does not count. */
export function findingsIn(passage: Passage): Finding[] {
  const text = passage.text.replaceAll(/`[^`\n]*`/g, code => '`'.repeat(code.length))
  return REFUSED.filter(({ kinds }) => !kinds || kinds.includes(passage.kind)).flatMap(
    ({ word, pattern, plain }) =>
      Array.from(text.matchAll(pattern), ({ index, 0: match }) => ({
        word,
        plain,
        line: passage.line + text.slice(0, index).split('\n').length - 1,
        excerpt: passage.text
          .slice(Math.max(0, index - 30), index + match.length + 30)
          .replaceAll(/\s+/g, ' ')
          .trim(),
      })),
  )
}

/** What people read in a file: of code its comments and messages, of tests comments and titles, of Markdown all. */
export function passagesOf(path: string, text: string): Passage[] {
  if (path.endsWith('.md')) return [{ kind: 'prose', text: withoutCodeBlocks(text), line: 1 }]
  const { program, comments, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const lineOf = lines(text)
  const passages = comments.map(
    ({ value, start }): Passage => ({ kind: 'comment', text: value, line: lineOf(start) }),
  )
  return [...passages, ...literals(program, path.startsWith('test/') ? 'title' : 'message', lineOf)]
}

type Program = ReturnType<typeof parseSync>['program']

/** Titles of tests, or every text with a space in it but SQL: a text without one is a name, not a message. */
function literals(
  program: Program,
  kind: 'title' | 'message',
  lineOf: (offset: number) => number,
): Passage[] {
  const found: Passage[] = []
  const sqlTexts = new Set<unknown>()
  const titles = new Set<unknown>()
  const add = (node: { start: number }, text: string) => {
    if (/\s/.test(text.trim()) && !sqlTexts.has(node) && (kind === 'message' || titles.has(node)))
      found.push({ kind, text, line: lineOf(node.start) })
  }
  new Visitor({
    CallExpression({ callee, arguments: [title] }) {
      if (title && /^(?:it|test|describe)\b/.test(rootName(callee))) titles.add(title)
    },
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type === 'Identifier' && tag.name === 'sql') sqlTexts.add(quasi)
    },
    Literal(node) {
      if (typeof node.value === 'string') add(node, node.value)
    },
    TemplateLiteral(node) {
      add(node, node.quasis.map(({ value }) => value.cooked ?? value.raw).join('…'))
    },
  }).visit(program)
  return found
}

/** Of `it`, `it.each(rows)` and `describe.skipIf(x)` the first name. */
function rootName(callee: Expression | Super): string {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type === 'CallExpression') return rootName(callee.callee)
  return callee.type === 'MemberExpression' ? rootName(callee.object) : ''
}

/** Blank lines in place of code blocks, so that line numbers stay true. */
const withoutCodeBlocks = (text: string): string =>
  text.replaceAll(/^\s*```[^]*?^\s*```$/gm, block => '\n'.repeat(block.split('\n').length - 1))

/** Which line an offset is on, the first being 1. */
function lines(text: string): (offset: number) => number {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)]
  return offset => {
    const after = starts.findIndex(start => start > offset)
    return after < 0 ? starts.length : after
  }
}
