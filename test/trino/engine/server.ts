import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { DATABASE } from '../../../infra/local/services/environment.ts'
import { end } from './java.ts'
import { jarsOf } from './maven.ts'

/** The newest version that runs on Java 17 and is fully available; Athena engine version 3 is based on this line. */
const TRINO = '411'

/** Athena's own name for the catalog that its tables are in. */
export const CATALOG = 'awsdatacatalog'

export interface TrinoServer {
  /** Where its HTTP protocol is spoken. */
  url: string
  stop(): Promise<void>
}

/**
 * The folder of Trino's jars: its server and its Hive connector.
 * @throws Missing where they cannot be fetched
 */
export const trinoIn = (cache: string): string =>
  jarsOf([`io.trino:trino-main:${TRINO}`, `io.trino:trino-hive:${TRINO}`], path.join(cache, `trino-${TRINO}`))

/**
 * Starts the process of a Trino of one node, which ends with this one. It waits for its catalog. What it
 * logs is in `folder`.
 */
export function launchTrino({ jars, folder }: { jars: string; folder: string }): ChildProcess {
  const log = fs.openSync(path.join(folder, 'trino.log'), 'w')
  const program = path.join(import.meta.dirname, 'Trino.java')
  const options = [
    ...JVM,
    `-Djava.io.tmpdir=${folder}`,
    '-cp',
    path.join(jars, '*'),
    program,
    CATALOG,
    DATABASE,
  ]
  return spawn('java', options, { stdio: ['pipe', 'pipe', log] })
}

/** Gives Trino its one catalog, of the Hive connector with these properties. @returns it, ready to be asked */
export async function openCatalog(
  java: ChildProcess,
  properties: Readonly<Record<string, string>>,
  folder: string,
): Promise<TrinoServer> {
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`)
  // Where Trino has ended, its log says why.
  java.stdin?.on('error', () => {})
  java.stdin?.write(`${lines.join('')}\n`)
  return { url: await addressOf(java, folder), stop: () => end(java) }
}

/**
 * The quick compiler alone: a run is too short for the other to pay; Trino writes more classes than its cache
 * holds by default, and plans of long statements are deeper than a thread's usual stack. The clock is that of
 * Athena's sessions. Trino need not know the exact layout of Java's objects, which a second process would look at.
 */
const JVM = [
  '-Xmx2G',
  '-Xss8M',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseParallelGC',
  '-XX:ReservedCodeCacheSize=512M',
  '-Djdk.attach.allowAttachSelf=true',
  '-Djol.skipHotspotSAAttach=true',
  '-Duser.timezone=UTC',
]

async function addressOf(java: ChildProcess, folder: string): Promise<string> {
  if (!java.stdout) throw new Error('Trino has no output to read its address from')
  for await (const line of createInterface(java.stdout)) {
    const [, url] = /^listening on (\S+)/.exec(line) ?? []
    if (url) return url
  }
  const [last = ''] = fs.readFileSync(path.join(folder, 'trino.log'), 'utf8').trim().split('\n').slice(-1)
  throw new Error(`Trino did not start: ${last}`)
}
