import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { cached } from './cached.ts'
import { Missing } from '../missing.ts'

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies'

/** `group:artifact:version`, as the artifact is published. */
export type Coordinates = `${string}:${string}:${string}`

/**
 * A folder with the jars of these artifacts and of all that they need to run. Maven fetches them the first time,
 * from where its own settings say.
 * @throws Missing where there is no Maven, or it cannot fetch them
 */
export const jarsOf = (artifacts: readonly Coordinates[], folder: string): string =>
  cached(folder, unfinished => {
    if (spawnSync('mvn', ['-version']).error)
      throw new Missing('Trino is fetched by Maven, which is not here: install it (apt-get install maven).')
    fs.writeFileSync(path.join(unfinished, 'pom.xml'), pom(artifacts))
    const options = ['-B', '-q', COPY, '-DincludeScope=runtime', `-DoutputDirectory=${unfinished}`]
    try {
      execFileSync('mvn', options, { cwd: unfinished, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    } catch (error) {
      const problem = `Maven could not fetch ${artifacts.join(' and ')}`
      throw new Missing(`${problem}: give it a connection, or a mirror in its settings. ${reasonOf(error)}`)
    }
  })

/** What Maven says went wrong: the end of its first sentence, which begins with all that was wrong therefore. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
  const [, first = ''] = /\[ERROR\] (.+?)(?: -> \[Help|\n|$)/.exec(said) ?? []
  return first.split(': ').slice(-2).join(': ')
}

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
