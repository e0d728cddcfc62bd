import type { SettingsInput } from '../../bot/model/settings.ts'
import type { Faults } from '../../infra/local/http/faults.ts'
import { openDynamoDb } from './dynamodb.ts'
import { type Watching, watchingOn } from './watching.ts'

/** Watches on an embedded DynamoDB of their own. */
export const openWatching = async (
  start: string,
  settings: Partial<SettingsInput> = {},
  faults?: Faults,
): Promise<Watching> => watchingOn(await openDynamoDb(), start, settings, faults)
