import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { OPERATIONS as dynamoDb } from '../../infra/local/dynamodb/operations.ts'
import { SUPPORT_FILE, supportText } from '../../infra/local/support.ts'

describe('SUPPORT.md', () => {
  it('says what the services support now; if not, run `npm run gen`', async () => {
    expect(await readFile(SUPPORT_FILE, 'utf8')).toBe(supportText())
  })

  it('lists the operations of a service', () => {
    const [, section] = supportText().split('## DynamoDB\n')
    expect(dynamoDb.length).toBeGreaterThan(0)
    for (const name of dynamoDb) expect(section).toContain(`- ${name}\n`)
  })
})
