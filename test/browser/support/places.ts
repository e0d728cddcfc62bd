import type { Locator, Page } from 'playwright-core'

/** Where things are on the page, by the names that people and screen readers know them by. */

export const composer = (page: Page): Locator => page.getByRole('textbox', { name: /^Message / })
export const channel = (page: Page): Locator => page.getByRole('main').getByRole('log')
export const thread = (page: Page): Locator => page.getByRole('complementary', { name: 'Thread' })
export const form = (page: Page): Locator => page.getByRole('dialog', { name: 'Ask about a bucket' })
/** The stages of the newest investigation in the channel; named by their title. */
export const stages = (page: Page): Locator => channel(page).locator('section.plan').last()
/** The newest message in the channel. */
export const newest = (page: Page): Locator => channel(page).getByRole('article').last()

/** Presses Tab, or Shift+Tab, until something has the focus, as who has no mouse does. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses <= 40; presses++) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} does not lead to ${String(target)}`)
}

/** Types into the channel and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
}

/** Chooses in a select of the form, by its label. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await form(page).getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** Waits for the newest investigation in the channel to be answered. */
export async function answered(page: Page): Promise<void> {
  await stages(page).getByText('Answered in the thread').waitFor()
}

/** Asks by a command that ends with "now", and waits for its own answer: others may be above it. */
export async function ask(page: Page, command: string): Promise<void> {
  const before = await channel(page).locator('section.plan').count()
  await say(page, command)
  await channel(page).locator('section.plan').nth(before).waitFor()
  await answered(page)
}

/** Opens the thread of the newest investigation and waits for what is in it. */
export async function openThread(page: Page): Promise<Locator> {
  const asked = channel(page)
    .getByRole('article')
    .filter({ has: page.locator('section.plan') })
  await asked.last().getByRole('link', { name: '1 reply' }).click()
  await thread(page).getByRole('article').nth(1).waitFor()
  return thread(page).getByRole('article').nth(1)
}
