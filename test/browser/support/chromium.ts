import fs from 'node:fs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser's executable, as `told` or where it usually is. Throws what to do where there is none. */
export function findChromium(told: string | undefined): string {
  const found = [told, ...PLACES].find(place => place && fs.existsSync(place))
  if (!found)
    throw new Error('No Chromium was found: apt-get install chromium, or say in CHROMIUM where it is.')
  return found
}

export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
