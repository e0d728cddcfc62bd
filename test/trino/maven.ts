import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { Missing } from './missing.ts'

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies'

/** `group:artifact:version`, as the artifact is published. */
export type Coordinates = `${string}:${string}:${string}`

/**
 * A folder with the jars of these artifacts and of all that they need to run. Maven fetches them, from where its
 * own settings say, the first time; a folder that is there is whole.
 * @throws Missing where there is no Maven, or it cannot fetch them
 */
export function jarsOf(artifacts: readonly Coordinates[], folder: string): string {
  if (fs.existsSync(folder)) return folder
  if (spawnSync('mvn', ['-version']).error)
    throw new Missing('Trino is fetched by Maven, which is not here: install it (apt-get install maven).')
  fs.mkdirSync(path.dirname(folder), { recursive: true })
  const unfinished = fs.mkdtempSync(`${folder}-`)
  try {
    fs.writeFileSync(path.join(unfinished, 'pom.xml'), pom(artifacts))
    const jars = path.join(unfinished, 'jars')
    const options = ['-B', '-q', COPY, '-DincludeScope=runtime', `-DoutputDirectory=${jars}`]
    execFileSync('mvn', options, { cwd: unfinished, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    fs.renameSync(jars, folder)
    return folder
  } catch (error) {
    throw new Missing(
      `Maven could not fetch ${artifacts.join(' and ')}: give it a connection, or a mirror in its settings. ${reasonOf(error)}`,
      { cause: error },
    )
  } finally {
    fs.rmSync(unfinished, { recursive: true, force: true })
  }
}

/** The first line of what Maven says went wrong. */
const reasonOf = (error: unknown): string =>
  /\[ERROR\] (.+)/.exec(error instanceof Error && 'stdout' in error ? String(error.stdout) : '')?.[1] ?? ''

function pom(artifacts: readonly Coordinates[]): string {
  const dependencies = artifacts.map(artifact => {
    const [group, name, version] = artifact.split(':')
    return `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`
  })
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>s3audit</groupId><artifactId>trino</artifactId><version>1</version>
<dependencies>${dependencies.join('\n')}</dependencies></project>
`
}
