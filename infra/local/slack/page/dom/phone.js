// @ts-check

/** Matches on a phone: there, a text field that takes the focus opens the keyboard, so none does by itself. */
export const PHONE = matchMedia('(max-width: 700px)')
