import type { AppRequest } from './request.ts'

/** What the app answered to a request. */
export interface AppAnswer {
  status: number
  body: string
  headers: Record<string, unknown>
}

/** A way that requests take to the app. */
export type Delivery = (request: AppRequest, headers: Record<string, string>) => Promise<AppAnswer>

/** The app's connections in Socket Mode. */
export interface Sockets {
  /** A WebSocket address that one connection may be opened with, within half a minute. */
  open(): string
  isConnected(): boolean
  /** Sends a request over one of the connections and waits for its acknowledgement. */
  deliver: Delivery
  /** Asks the app to reconnect, as Slack does every few hours. */
  refresh(): void
}
