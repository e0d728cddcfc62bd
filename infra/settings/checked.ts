import { isRecord } from '../../bot/calls/failures.ts'
import { nearest } from '../../bot/text/nearest.ts'
import { deploymentSchema, type Deployment } from './settings.ts'

/** The settings cannot be deployed; the message is for the operator. */
export class SettingsMistake extends Error {
  override readonly name = 'SettingsMistake'
}

/**
 * Checks an operator's settings before anything is deployed.
 * @throws SettingsMistake that names every mistake: where it is, what is wrong, what to write instead
 */
export function checked(written: unknown, file: string): Deployment {
  const { success, data, error } = deploymentSchema.safeParse(written)
  const mistakes = success
    ? unknownNames(written, data)
    : error.issues.map(({ path, message }) => `${path.join('.') || 'the settings'}: ${message}`)
  if (success && mistakes.length === 0) return data
  throw new SettingsMistake(
    [
      `${file} cannot be deployed. Nothing was changed. Please correct:`,
      ...mistakes.map(one => `  ${one}`),
    ].join('\n'),
  )
}

/**
 * Names that mean nothing, which the schema passes over: a limit that is misspelt would silently be the default.
 */
function unknownNames(written: unknown, read: unknown, path: readonly string[] = []): string[] {
  if (!isRecord(written) || !isRecord(read)) return []
  return Object.entries(written).flatMap(([name, value]) => {
    if (value === undefined) return []
    const place = [...path, name]
    if (Object.hasOwn(read, name)) return unknownNames(value, read[name], place)
    const [meant] = nearest(name, Object.keys(read))
    return [
      `${place.join('.')}: is not a setting.${meant ? ` Did you mean ${[...path, meant].join('.')}?` : ''}`,
    ]
  })
}
