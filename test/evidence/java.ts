import { spawnSync } from 'node:child_process'
import path from 'node:path'

/** Whether there is a JDK of 11 or later, which runs a source file as it is. */
export const hasJava = (): boolean => {
  const { status, stdout, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' })
  const [, major] = /version "(\d+)/.exec(`${stdout}${stderr}`) ?? []
  return status === 0 && Number(major) >= 11
}

/** The pattern's groups in each line, by `java.util.regex`: whole line, DOTALL, as Hive's RegexSerDe matches. */
export function groupsInJava(pattern: string, lines: readonly string[]): (string | undefined)[][] {
  const source = path.join(import.meta.dirname, 'corpus', 'Corpus.java')
  const input = Buffer.concat([counted(pattern), number(lines.length), ...lines.map(counted)])
  const { status, stdout, stderr } = spawnSync('java', [source], { input, maxBuffer: 1 << 30 })
  if (status !== 0) throw new Error(`java ended with ${status}: ${stderr.toString()}`)
  const texts = [...textsOf(stdout)]
  const groups = texts.length / lines.length
  return lines.map((_, index) => texts.slice(index * groups, (index + 1) * groups))
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function counted(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([number(bytes.length), bytes])
}

function* textsOf(bytes: Buffer): Generator<string | undefined> {
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readInt32BE(at)
    at += 4
    yield length < 0 ? undefined : bytes.toString('utf8', at, at + length)
    at += Math.max(0, length)
  }
}
