// @ts-check
/**
 * A surface is what blocks are shown on: a message, a modal or the Home tab. It knows the values of its input
 * elements, as Slack would submit them, and it posts what a person does with them.
 */
import { useEffect, useReducer, useState } from 'preact/hooks'
import { confirmed } from '../text/confirm.js'

/** @import { ActionPost, StateValues } from '../../model/protocol.ts' */
/** @import { Client } from '../state/client.js' */
/** @typedef {Record<string, any>} State an element's value in Slack's state shape */
/** @typedef {{ blockId: string, actionId: string, state: State }} Field */

/**
 * @typedef {object} Surface
 * @property {'message' | 'modal' | 'home'} kind
 * @property {ActionPost['container']} container
 * @property {Client} client
 * @property {string} id prefix for ids of elements in the document
 * @property {Set<Field>} fields
 * @property {Record<string, string>} [errors] by block_id
 * @property {(blockId: string) => void} [clearError]
 */

/** @param {Omit<Surface, 'fields'>} parts @returns {Surface} */
export const createSurface = parts => ({ ...parts, fields: new Set() })

/**
 * The document id of an element's main control.
 * @param {Surface} surface @param {string} blockId @param {Record<string, any>} element
 */
export const controlId = (surface, blockId, element) => `${surface.id}-${blockId}-${element.action_id ?? ''}`

/** @param {Surface} surface @returns {StateValues} */
export function valuesOf(surface) {
  /** @type {StateValues} */
  const values = {}
  for (const { blockId, actionId, state } of surface.fields)
    values[blockId] = { ...values[blockId], [actionId]: state }
  return values
}

/**
 * An element's value, as part of its surface's. Slack keeps what was entered when block_id, action_id and type are
 * the same after an update, and ignores a new initial value; so does this, as long as the component is the same.
 * @param {import('./elements.js').ElementProps} props
 * @param {State} initial
 * @returns {[State, (change: State) => State]} the value, and how to change it
 */
export function useField({ surface, blockId, element }, initial) {
  const [field] = useState(() => ({
    blockId,
    actionId: String(element.action_id ?? ''),
    state: /** @type {State} */ ({ type: element.type, ...initial }),
  }))
  const [, redraw] = useReducer(/** @param {number} n */ n => n + 1, 0)
  surface.fields.add(field)
  useEffect(() => () => void surface.fields.delete(field), [])
  return [
    field.state,
    change => {
      field.state = { ...field.state, ...change }
      surface.clearError?.(blockId)
      redraw(undefined)
      return field.state
    },
  ]
}

/**
 * Tells the app what the person did, after the element's own confirmation where it has one.
 * @param {Surface} surface
 * @param {string} blockId
 * @param {Record<string, any>} element as the app sent it
 * @param {State} state the value now chosen
 */
export async function dispatch(surface, blockId, element, state) {
  if (element.confirm && !(await confirmed(element.confirm, surface.client))) return
  await surface.client.post('action', {
    container: surface.container,
    block_id: blockId,
    element,
    state,
    values: valuesOf(surface),
  })
}
