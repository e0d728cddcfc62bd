// @ts-check
/** The sidebar as a drawer, on a phone. Elsewhere it is always there and nothing here shows. */

const isOpen = () => document.body.classList.contains('sidebar-open')

/**
 * @param {HTMLElement} sidebar
 * @param {HTMLElement} button opens and closes it
 * @param {HTMLElement} scrim what darkens the rest; a press on it closes
 */
export function makeDrawer(sidebar, button, scrim) {
  /** @param {boolean} open */
  function set(open) {
    document.body.classList.toggle('sidebar-open', open)
    button.setAttribute('aria-expanded', String(open))
  }

  set(false)
  button.addEventListener('click', () => set(!isOpen()))
  scrim.addEventListener('click', () => set(false))
  // Also for the place one is at, to which the address does not change.
  sidebar.addEventListener('click', event => {
    if (event.target instanceof Element && event.target.closest('a, button')) set(false)
  })
  sidebar.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !isOpen()) return
    set(false)
    button.focus()
  })
}
