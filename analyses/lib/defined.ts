/** `T` with the members that may be undefined left out instead. */
type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/**
 * The object without those of its own members that are undefined, for types whose optional members may be absent but
 * not undefined: `{ id, ...defined({ channel, thread }) }`. Null, false, 0 and '' stay.
 */
export function defined<T extends object>(members: T): Defined<T>
export function defined(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
