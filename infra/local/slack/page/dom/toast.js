// @ts-check

const SHOWN_MS = 8000

/**
 * A short message at the edge of the window, also read aloud. The text is literal.
 * @param {string} text
 * @param {'error' | 'info'} [level]
 */
export function toast(text, level = 'info') {
  const node = document.createElement('p')
  node.className = `toast toast-${level}`
  node.role = level === 'error' ? 'alert' : 'status'
  node.textContent = text
  // A modal dialog makes the rest of the page inert, so a toast has to stand inside it to be noticed.
  const dialog = [...document.querySelectorAll('dialog[open]')].at(-1)
  ;(dialog ?? document.getElementById('toasts'))?.append(node)
  setTimeout(() => node.remove(), SHOWN_MS)
}

/**
 * Has a screen reader say something when it is free.
 * @param {string} text
 */
export function announce(text) {
  const region = document.getElementById('announcer')
  if (!region) return
  // The same words twice are news twice only if they were gone in between.
  region.textContent = ''
  requestAnimationFrame(() => {
    region.textContent = text
  })
}
