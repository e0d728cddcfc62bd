import { type ChildProcess, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { Missing } from '../missing.ts'

/** @throws Missing where there is no JDK of 17 or later: without its compiler Java does not run Trino.java */
export function requireJava(): void {
  const { error, stdout } = spawnSync('java', ['--list-modules'], { encoding: 'utf8' })
  const [, major] = /^jdk\.compiler@(\d+)/m.exec(stdout ?? '') ?? []
  if (error || !(Number(major) >= 17))
    throw new Missing(
      'Trino and DynamoDB Local need a JDK of 17 or later, which is not here: install one (apt-get install openjdk-17-jdk-headless).',
    )
}

/** Ends a process of ours, unless it has ended. */
export async function end(java: ChildProcess): Promise<void> {
  if (java.exitCode !== null || java.signalCode !== null) return
  java.kill('SIGKILL')
  await once(java, 'exit')
}
