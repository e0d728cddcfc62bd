// Reads one access-log line by walking its characters. Written apart from the product, on purpose in another
// style and without regular expressions, so that the two can be held against each other.

const OPERATIONS = ['REST.', 'WEBSITE.', 'SOAP.', 'BATCH.', 'S3.']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * The fields of a record that counting needs; undefined when the line is no record: fewer than 18 fields, a
 * field out of its form, or two records run together.
 *
 * @param {string} line
 */
export function scan(line) {
  const text = line.endsWith(' ') ? line.slice(0, -1) : line
  const owner = wordEnd(text, 0)
  const bucket = wordEnd(text, owner + 1)
  if (owner < 1 || bucket < owner + 2 || text[bucket + 1] !== '[') return undefined
  const timeEnd = text.indexOf(']', bucket)
  const time = readTime(text, bucket + 2, timeEnd)
  if (time === undefined || text[timeEnd + 1] !== ' ' || holdsTime(text, timeEnd + 1)) return undefined
  const address = wordEnd(text, timeEnd + 2)
  const rest = address > timeEnd + 2 ? fromRequester(text, address + 1) : undefined
  return (
    rest && {
      bucket: text.slice(owner + 1, bucket),
      time,
      address: text.slice(timeEnd + 2, address),
      ...rest,
    }
  )
}

/** The requester may hold spaces: it ends two words before the key, where the request id and the operation are. */
function fromRequester(text, start) {
  const words = [start]
  for (let end = wordEnd(text, start); end < text.length; end = wordEnd(text, end + 1)) {
    const word = end + 1
    const requestId = words.at(-1)
    if (words.length > 1 && requestId > start && OPERATIONS.some(name => text.startsWith(name, word))) {
      const found = fromOperation(text, word)
      const requester = text.slice(start, requestId - 1)
      if (found) return { requester, requestId: text.slice(requestId, end), ...found }
    }
    words.push(word)
  }
  return undefined
}

function fromOperation(text, start) {
  const operation = wordEnd(text, start)
  const key = wordEnd(text, operation + 1)
  if (key <= operation + 1) return undefined
  for (const end of quotedEnds(text, key + 1)) {
    const found = fromStatus(text, end + 1)
    if (found) {
      const request = unquoted(text.slice(key + 1, end))
      return {
        operation: text.slice(start, operation),
        key: text.slice(operation + 1, key),
        request,
        ...found,
      }
    }
  }
  return undefined
}

/** Status, error code, bytes sent, object size, total and turn-around time, referrer, user agent, the rest. */
function fromStatus(text, start) {
  const words = []
  let at = start
  while (words.length < 6) {
    const end = wordEnd(text, at)
    words.push(text.slice(at, end))
    at = end + 1
  }
  const [status, errorCode, ...measures] = words
  if (!isNumber(status) || !errorCode || !measures.every(isNumber)) return undefined
  for (const end of quotedEnds(text, at)) {
    const found = fromUserAgent(text, end + 1)
    if (found) return { status, errorCode, bytesSent: measures[0], objectSize: measures[1], ...found }
  }
  return undefined
}

/** The user agent may hold anything, quotes too: it ends at the last quote that a proper end of record follows. */
function fromUserAgent(text, start) {
  const ends = [...quotedEnds(text, start)].toReversed()
  const end = ends.find(one => isTail(text.slice(one + 1)))
  if (end === undefined) return undefined
  return {
    userAgent: unquoted(text.slice(start, end)),
    versionId: text.slice(end + 1, wordEnd(text, end + 1)),
  }
}

/** A quoted field without its quotes; `-` where there is nothing in them. */
const unquoted = field => (field[0] === '"' ? field.slice(1, -1) || '-' : field)

/** From the version id on: host id (one word or two), signature version, seven more, then whatever AWS adds. */
function isTail(tail) {
  const words = tail.split(' ')
  const known = []
  while (words.length > 0 && known.length < 10) {
    const word = words.shift()
    if (word === '' || word.includes('"')) return false
    if (known.length === 2 && !isSignature(word)) {
      if (words.length > 0 && !isSignature(words[0])) return false
      continue // the second word of the host id
    }
    known.push(word)
  }
  return known.length > 0
}

/** Where a field that is `-` or quoted may end (the index behind it), nearest first. */
function* quotedEnds(text, start) {
  if (text[start] === '-' && text[start + 1] === ' ') yield start + 1
  if (text[start] !== '"') return
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    if (text[quote + 1] === ' ') yield quote + 1
  }
}

function wordEnd(text, start) {
  const space = text.indexOf(' ', start)
  return space === -1 ? text.length : space
}

function isNumber(word) {
  if (word === '-') return true
  for (const character of word) if (character < '0' || character > '9') return false
  return word.length > 0
}

const isSignature = word => word === '-' || word.startsWith('SigV')

/** `06/Feb/2019:00:00:38 +0000`, in epoch milliseconds; undefined when it is not of that form. */
function readTime(text, start, end) {
  if (end - start !== 26 || text[start + 2] !== '/' || text[start + 6] !== '/' || text[start + 20] !== ' ')
    return undefined
  const part = (from, length) => Number(text.slice(start + from, start + from + length))
  const month = MONTHS.indexOf(text.slice(start + 3, start + 6))
  const utc = Date.UTC(part(7, 4), month, part(0, 2), part(12, 2), part(15, 2), part(18, 2))
  const zone = (part(22, 2) * 60 + part(24, 2)) * 60_000
  if (month === -1 || Number.isNaN(utc) || Number.isNaN(zone)) return undefined
  return text[start + 21] === '-' ? utc + zone : utc - zone
}

/** A second `[06/Feb/2019:00:00:38 +0000] ` on a line is a second record run into the first. */
function holdsTime(text, start) {
  for (let open = text.indexOf('[', start); open !== -1; open = text.indexOf('[', open + 1)) {
    if (text.startsWith('] ', open + 27) && readTime(text, open + 1, open + 27) !== undefined) return true
  }
  return false
}
