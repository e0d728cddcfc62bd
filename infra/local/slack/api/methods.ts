import { appMethods } from './apps.ts'
import type { Method } from './arguments.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import { fileMethods } from './files.ts'
import { peopleMethods } from './people.ts'
import { viewMethods } from './views.ts'

/** The Web API methods there are, by name; any other is answered with `unknown_method`. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...appMethods,
    ...chatMethods,
    ...conversationMethods,
    ...fileMethods,
    ...peopleMethods,
    ...viewMethods,
  }),
)

export const WEB_API_METHODS: readonly string[] = [...methods.keys()].sort()
