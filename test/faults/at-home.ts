import type { Conversation, Talk } from './talk.ts'
import { listed } from './watching.ts'

/** What one does on the app's home. */
export const AT_HOME: Record<string, (talk: Talk) => Conversation> = {
  'the home': ({ close, openHome }) => ({ prepare: close, act: openHome }),
  'ask from the home': talk => atHome(talk, 'home-start'),
  'an investigation on the home': talk => atHome(talk, 'home-show'),
  'a saved question on the home': talk => atHome(talk, 'home-open-favourite', saved),
  'a saved question, removed': talk => atHome(talk, 'home-remove-favourite', saved),
  'pause a watch on the home': talk => atHome(talk, 'watch-pause', listed),
  'the history of a watch on the home': talk => atHome(talk, 'watch-history', listed),
}

const saved = ({ button }: Talk) => button('save-question')

const atHome = (talk: Talk, action: string, before?: (talk: Talk) => Promise<unknown>): Conversation => ({
  prepare: async () => {
    await talk.close()
    await before?.(talk)
    await talk.openHome()
  },
  act: () => talk.homeButton(action),
})
