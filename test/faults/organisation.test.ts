import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NAMES } from './conversations.ts'
import { type FaultyProduct, startFaultyProduct } from './faulty-product.ts'
import { wrongIn } from './what-is-told.ts'

/** Installed for a whole organisation: what Slack sends names the organisation, and no workspace. */
let bot: FaultyProduct
beforeAll(async () => {
  bot = await startFaultyProduct({ organisation: { id: 'E0EXAMPLE', name: 'Example Group' } })
})
afterAll(() => bot?.stop())

describe('in an organisation', () => {
  it.each(NAMES)('%s is answered as ever', async name => {
    const conversation = bot.conversation(name)
    await conversation.prepare?.()
    const { workspace, investigations } = await bot.have(conversation)
    expect(wrongIn(workspace, investigations, conversation)).toEqual([])
    expect(JSON.stringify(workspace.posted())).toContain(conversation.tells ?? '')
    expect(JSON.stringify(workspace.posted())).not.toContain('Something went wrong in s3audit')
    for (const { request } of investigations) expect(request.asker).toMatchObject({ enterprise: 'E0EXAMPLE' })
  })
})
