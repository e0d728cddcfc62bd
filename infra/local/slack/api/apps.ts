import * as z from 'zod'
import { ApiError } from '../model/api-error.ts'
import { type Method, method } from './arguments.ts'

/** The one method that is called with the app's own token. https://docs.slack.dev/reference/methods/apps.connections.open */
const openConnection = method(z.object({}), slack => {
  if (!slack.sockets) throw new ApiError('socket_mode_disabled')
  return { url: slack.sockets.open() }
})

export const appMethods: Record<string, Method> = { 'apps.connections.open': openConnection }
