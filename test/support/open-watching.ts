import type { SettingsInput } from '../../bot/settings.ts'
import { openDynamoDb } from './dynamodb.ts'
import { type Watching, watchingOn } from './watching.ts'

/** Watches on an embedded DynamoDB of their own. */
export const openWatching = async (start: string, settings: Partial<SettingsInput> = {}): Promise<Watching> =>
  watchingOn(await openDynamoDb(), start, settings)
