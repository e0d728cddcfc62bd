// Which log objects a question about a window has to read, by what their keys tell.

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * Access logs with dated keys: `…/yyyy-mm-dd-hh-mm-ss-<id>` is the time of delivery, up to `late` hours after
 * the event.
 */
export function deliveredAround(files, { from, to, late }) {
  return files.filter(({ key }) => {
    const [, second] = key.slice(key.lastIndexOf('/') + 1).match(/^(.{19})-/) ?? []
    const [date, time] = [second?.slice(0, 10), second?.slice(11).replaceAll('-', ':')]
    const at = Date.parse(`${date}T${time}Z`)
    return at >= Date.parse(from) && at < Date.parse(to) + late * HOUR
  })
}

/** Logs in folders `…/yyyy/mm/dd/`: those of the window's days, and of the `late` hours behind it. */
export function inFoldersOf(files, { from, to, late }) {
  const first = Math.floor(Date.parse(from) / DAY)
  const last = Math.floor((Date.parse(to) - 1000 + late * HOUR) / DAY)
  return files.filter(({ key }) => {
    const day = Date.parse(key.split('/').slice(-4, -1).join('-')) / DAY
    return day >= first && day <= last
  })
}
