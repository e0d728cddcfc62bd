// What a true answer of each analysis says: the sentence, the figures, every row and the chart, made of facts
// by loops and maps. Written apart from the product, so that a report can be held against it word for word.

import { barsOverTime } from './bars.mjs'
import {
  amount,
  clock,
  folderOfAll,
  inBytes,
  moment,
  percent,
  plural,
  shortName,
  stretch,
} from './wording.mjs'

/** @typedef {import('./facts.d.mts').Fact} Fact */

/** The answers by the analyses' ids: of the facts of a bucket and window to what the report must say. */
export const ANSWERS = {
  'object-deletion': deletions,
  'access-denied': denials,
  'requesters-by-operations': requesters,
  'bucket-config-changes': changes,
}

const UNNAMED = {
  anonymous: '(anonymous)',
  unidentified: '(signed, not identified)',
  preflight: '(browser preflight)',
}

const nameOf = fact => (fact.requester !== '-' ? fact.requester : (UNNAMED[fact.type] ?? '(unknown)'))

/** A role is one for all its sessions. */
function roleOf(fact) {
  const name = nameOf(fact)
  const [arn, , , , , resource = ''] = name.split(':')
  const [kind, role] = resource.split('/')
  if (arn === 'arn' && kind === 'assumed-role')
    return name.slice(0, name.indexOf(resource)) + `${kind}/${role}`
  return name.startsWith('AROA') && name.includes(':') ? name.slice(0, name.indexOf(':')) : name
}

const distinct = (facts, what) => new Set(facts.map(what).filter(value => value !== null)).size
const least = values =>
  values.filter(value => value !== null && value !== undefined).toSorted(byText)[0] ?? null

/** As databases compare text: by its UTF-8 bytes; nothing comes last. */
function byText(a, b) {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** Compares by the first criterion that tells two apart. */
const by =
  (...criteria) =>
  (a, b) => {
    for (const compare of criteria) {
      const order = compare(a, b)
      if (order !== 0) return order
    }
    return 0
  }
const rising = name => (a, b) => (typeof a[name] === 'number' ? a[name] - b[name] : byText(a[name], b[name]))
const falling = name => (a, b) => b[name] - a[name]

const earliest = facts => facts.reduce((time, fact) => Math.min(time, fact.time), Infinity)
const latest = facts => facts.reduce((time, fact) => Math.max(time, fact.time), -Infinity)

/** The group with the most facts; of equal ones the first by name. */
function largest(facts, nameOfGroup) {
  const groups = [...Map.groupBy(facts, nameOfGroup)].map(([name, members]) => ({
    name,
    members,
    count: members.length,
  }))
  return groups.toSorted(by(falling('count'), rising('name')))
}

function deletions(facts, { bucket, from, to }) {
  const all = facts.filter(fact => fact.isDeletion)
  // A key of a batch was deleted by the client of its request.
  const agents = new Map(facts.filter(fact => fact.isRequest).map(fact => [fact.requestId, fact.userAgent]))
  const done = all.filter(fact => fact.isDone)
  const failed = all.filter(fact => fact.failed).length
  const [top] = largest(done, roleOf)
  return {
    headline:
      done.length === 0
        ? `No object was deleted from ${bucket} in this window${failed > 0 ? `; ${plural(failed, 'attempt')} failed` : ''}.`
        : `${plural(done.length, 'deletion')} in ${bucket}; ${top.count === done.length ? 'all' : amount(top.count)} by ${shortName(top.name)}${fromWhere(top.members)}${stretch(earliest(top.members), latest(top.members))}${allUnder(done)}${broughtBack(done)}.`,
    figures: {
      Deletions: amount(done.length),
      'Distinct keys': amount(distinct(done, fact => fact.key)),
      Requesters: amount(distinct(done, roleOf)),
      'Versions deleted for good': amount(done.filter(fact => fact.deletion === 'version deleted').length),
      'Known to have left a delete marker': amount(done.filter(isMarker).length),
      'By lifecycle rules': amount(done.filter(fact => fact.byLifecycle).length),
      'Failed attempts (not counted)': amount(failed),
    },
    rows: done
      .map(fact => ({
        event_time: moment(fact.time),
        key: fact.key,
        kind: fact.deletion,
        requester: nameOf(fact),
        remote_ip: fact.address,
        version_id: fact.versionId,
        object_size: fact.size,
        operation: fact.operation,
        status: fact.status,
        user_agent: fact.userAgent ?? agents.get(fact.requestId) ?? null,
        request_id: fact.requestId,
      }))
      .toSorted(by(nightlyRulesLast, rising('event_time'), rising('key'), rising('request_id'))),
    chart:
      done.length === 0
        ? undefined
        : barsOverTime('Deletions over time', { from, to }, [
            ['by requests', done.filter(fact => !fact.byLifecycle)],
            ['by lifecycle', done.filter(fact => fact.byLifecycle)],
          ]),
  }
}

const isMarker = ({ deletion }) => deletion === 'delete marker' || deletion === 'delete marker by lifecycle'
const isForGood = ({ deletion }) => deletion === 'version deleted' || deletion === 'expired by lifecycle'

function allUnder(facts) {
  const folder = folderOfAll(facts.map(fact => fact.key))
  return folder ? `; all under ${folder}` : ''
}

/** Objects behind a delete marker, of which no version was deleted for good. */
function broughtBack(facts) {
  const marked = new Set(facts.filter(isMarker).map(fact => fact.key))
  const lost = new Set(facts.filter(isForGood).map(fact => fact.key))
  const objects = marked.difference(lost).size
  return objects > 0 ? `; ${plural(objects, 'object')} can be brought back from delete markers` : ''
}

const isNightlyRule = row => (row.operation.startsWith('S3.') ? 1 : 0)
const nightlyRulesLast = (a, b) => isNightlyRule(a) - isNightlyRule(b)

/** Named only where there is one address. */
function fromWhere(facts) {
  const addresses = new Set(facts.map(fact => fact.address).filter(address => address !== null))
  return addresses.size === 1 ? ` from ${[...addresses][0]}` : ''
}

const code = fact => fact.errorCode ?? 'no code logged'

function denials(facts, { bucket, from, to }) {
  const refused = facts.filter(fact => fact.isDenied)
  const [top] = largest(refused, roleOf)
  const codes = largest(refused, code).slice(0, 3)
  const groups = Map.groupBy(refused, fact =>
    JSON.stringify([roleOf(fact), fact.operation, code(fact), fact.address]),
  )
  return {
    headline:
      refused.length === 0
        ? `No request to ${bucket} was refused in this window.`
        : `${plural(refused.length, 'request')} to ${bucket} ${refused.length === 1 ? 'was' : 'were'} refused; ${top.count === refused.length ? 'all' : amount(top.count)} by ${shortName(top.name)}${stretch(earliest(top.members), latest(top.members))}.`,
    figures: {
      'Refused requests': amount(refused.length),
      'Share of all requests': percent(
        refused.filter(fact => fact.isRequest).length,
        facts.filter(fact => fact.isRequest).length,
      ),
      Requesters: amount(distinct(refused, roleOf)),
      Addresses: amount(distinct(refused, fact => fact.address)),
      'Distinct keys': amount(distinct(refused, fact => fact.key)),
      Codes: codes.map(({ name, count }) => `${name} ${amount(count)}`).join(', ') || '–',
    },
    rows: [...groups.values()]
      .map(group => ({
        requests: group.length,
        requester: roleOf(group[0]),
        operation: group[0].operation,
        error_code: code(group[0]),
        remote_ip: group[0].address,
        keys: distinct(group, fact => fact.key),
        example_key: least(group.map(fact => fact.key)),
        error_message: least(group.map(fact => fact.errorMessage)),
        first_seen: moment(earliest(group)),
        last_seen: moment(latest(group)),
        example_request_id: least(group.map(fact => fact.requestId)),
      }))
      .toSorted(
        by(falling('requests'), ...['requester', 'operation', 'error_code', 'remote_ip'].map(rising)),
      ),
    chart:
      refused.length === 0
        ? undefined
        : barsOverTime('Refused requests over time', { from, to }, [['refused', refused]]),
  }
}

function requesters(records, { bucket }) {
  const facts = records.filter(fact => fact.isRequest)
  const rows = [...Map.groupBy(facts, roleOf)]
    .map(([name, group]) => ({
      requester: name,
      requests: group.length,
      errors: group.filter(fact => fact.failed).length,
      bytes_sent: group.reduce((sum, fact) => sum + fact.bytes, 0),
      main_operation: mainOperation(group),
      operations: distinct(group, fact => fact.operation),
      addresses: distinct(group, fact => fact.address),
      requester_type: least(group.map(fact => fact.type)),
      requester_account: least(group.map(fact => fact.account)),
      first_seen: moment(earliest(group)),
      last_seen: moment(latest(group)),
    }))
    .toSorted(by(falling('requests'), rising('requester')))
  const errors = rows.reduce((sum, row) => sum + row.errors, 0)
  const top = rows.slice(0, 10)
  return {
    headline:
      facts.length === 0
        ? `No request to ${bucket} in this window.`
        : `${plural(rows.length, 'requester')} made ${plural(facts.length, 'request')} to ${bucket}; ${shortName(top[0].requester)} made ${percent(top[0].requests, facts.length)} of them.`,
    figures: {
      Requests: amount(facts.length),
      Requesters: amount(rows.length),
      Errors: amount(errors),
      'Share of errors': percent(errors, facts.length),
      'Bytes sent': inBytes(rows.reduce((sum, row) => sum + row.bytes_sent, 0)),
      'Anonymous requests': amount(facts.filter(fact => fact.type === 'anonymous').length),
    },
    rows,
    chart:
      facts.length === 0
        ? undefined
        : {
            title: 'Requests by requester',
            categories: top.map(row => shortName(row.requester)),
            series: [
              { name: 'succeeded', values: top.map(row => row.requests - row.errors) },
              { name: 'failed', values: top.map(row => row.errors) },
            ],
          },
  }
}

/** The most frequent one; of equally frequent ones the last by name. */
function mainOperation(facts) {
  const operations = largest(facts, fact => fact.operation)
  return operations.findLast(({ count }) => count === operations[0].count).name
}

function changes(facts, { bucket, from, to }) {
  const attempts = facts.filter(fact => fact.isChange)
  const done = attempts.filter(fact => fact.isDone)
  const failed = attempts.length - done.length
  const [last] = done.toSorted(by(falling('time'), rising('operation')))
  const before = valuesBefore(done)
  return {
    headline:
      done.length === 0
        ? `The configuration of ${bucket} was not changed in this window${failed > 0 ? `; ${plural(failed, 'attempt')} failed` : ''}.`
        : `${plural(done.length, 'change')} to the configuration of ${bucket}; the last was ${last.operation} by ${shortName(nameOf(last))} at ${clock(last.time)} UTC.`,
    figures: {
      Changes: amount(done.length),
      'Failed attempts': amount(failed),
      Settings: amount(distinct(attempts, fact => fact.operation)),
      Requesters: amount(distinct(attempts, roleOf)),
    },
    rows: attempts
      .map(fact => ({
        event_time: moment(fact.time),
        operation: fact.operation,
        requester: nameOf(fact),
        result: fact.isDone ? 'changed' : (fact.errorCode ?? 'failed'),
        remote_ip: fact.address,
        new_value: fact.newValue && JSON.stringify(fact.newValue),
        previous_value: before.get(fact) ?? null,
        key: fact.key,
        error_message: fact.errorMessage,
        user_agent: fact.userAgent,
        request_id: fact.requestId,
      }))
      .toSorted(by(rising('event_time'), rising('operation'), rising('request_id'), rising('key'))),
    chart:
      attempts.length === 0
        ? undefined
        : barsOverTime('Changes over time', { from, to }, [
            ['changed', done],
            ['failed', attempts.filter(fact => fact.failed)],
          ]),
  }
}

/** What a setting was, by the change that ended it: what the change before it in these had set, or `removed`. */
function valuesBefore(done) {
  const before = new Map()
  const last = new Map()
  for (const fact of done.toSorted(by(rising('time'), rising('requestId')))) {
    const which = JSON.stringify([settingOf(fact), fact.configurationId, fact.key])
    before.set(fact, last.get(which) ?? null)
    const removed = fact.operation.startsWith('Delete') || fact.operation.split('.')[1] === 'DELETE'
    last.set(which, removed ? 'removed' : fact.newValue && JSON.stringify(fact.newValue))
  }
  return before
}

/** Setting and removing one thing have names of their own, and those changed over the years. */
function settingOf({ operation }) {
  const verb = ['Put', 'Delete'].find(one => operation.startsWith(one))
  if (verb === undefined) return operation.split('.')[2]
  const name = operation.slice(verb.length)
  return name.endsWith('Configuration') ? name.slice(0, -'Configuration'.length) : name
}
