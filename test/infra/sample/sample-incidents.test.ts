import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { incidentTime, INCIDENTS } from '../../../infra/local/sample/ground-truth.ts'
import { PLANTED } from '../../../infra/local/sample/incidents.ts'
import { moment } from '../../../infra/local/sample/week.ts'
import { scan } from '../../independent/scan.mjs'
import { type LaidOutSample, LOGGED, startSample, WEEK } from './sample-logs.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let sample: LaidOutSample
beforeAll(async () => {
  sample = await startSample()
})
afterAll(() => sample.s3.stop())

describe('the planted incidents', () => {
  it.each(INCIDENTS)('$id: the logs say what the ground truth says', incident => {
    const { requester = '', deniedAtLeast = 0, ...exact } = incident.truth
    const found = sample.counted('access-log', incident.bucket, incidentTime(WEEK, incident))
    const ofRequester = found.requesters.get(requester)
    const { deletions, failedDeletions, configChanges } = found
    expect({
      records: ofRequester?.requests,
      errors: ofRequester?.errors,
      deletions,
      failedDeletions,
      changes: configChanges.successful,
      failedChanges: configChanges.failed,
    }).toMatchObject(exact)
    expect(found.denied).toBeGreaterThanOrEqual(deniedAtLeast)
    expect(found.records).toBeGreaterThan(0)
  })

  it('deletes at night as CloudTrail records it: two envelopes and an event for each key', () => {
    const { from, to } = { from: moment(WEEK, 5, '02:13'), to: moment(WEEK, 5, '02:16') }
    const events = sample
      .events()
      .filter(
        ({ requestParameters, eventTime, eventName }) =>
          requestParameters.bucketName === 'shop-invoices' &&
          eventName.startsWith('DeleteObject') &&
          Date.parse(eventTime) >= from &&
          Date.parse(eventTime) < to,
      )
    const keys = new Set(
      events
        .filter(({ eventName }) => eventName === 'DeleteObject')
        .map(event => event.requestParameters.key),
    )
    expect(keys.size).toBe(PLANTED.deletedInvoices)
    expect([...keys].every(key => key?.startsWith('invoices/2024/'))).toBe(true)
    expect(
      new Set(
        events.filter(({ eventName }) => eventName === 'DeleteObjects').map(({ requestID }) => requestID),
      ).size,
    ).toBe(2)
    expect(sample.counted('cloudtrail', 'shop-invoices', { from, to }).deletions).toBe(
      PLANTED.deletedInvoices,
    )
  })

  it('refuses everything to the reporting role while the policy is in place', () => {
    const stands = { from: moment(WEEK, 6, '16:40:12'), to: moment(WEEK, 6, '17:06:48') }
    const reports = sample
      .lines('shop-exports')
      .map(line => scan(line))
      .filter(
        record =>
          record?.requester.includes('/reporting/') && record.time >= stands.from && record.time < stands.to,
      )
    expect(reports.length).toBeGreaterThan(PLANTED.deniedReports)
    expect(new Set(reports.map(record => record?.status))).toEqual(new Set(['403']))
  })

  it('has a bucket with CloudTrail only, where a scanner is refused', () => {
    const archive = sample.counted('cloudtrail', 'shop-archive')
    expect(archive.records).toBeGreaterThan(2_000)
    expect(archive.requesters.get('-')).toMatchObject({
      requests: PLANTED.scannerProbes,
      errors: PLANTED.scannerProbes,
    })
    expect(sample.lines('shop-media').some(line => line.includes(' shop-archive '))).toBe(false)
  })

  it('has a client on TLSv1.1 and SigV2', () => {
    const old = sample.lines('shop-invoices').filter(line => / SigV2 .* TLSv1\.1( |$)/.test(line))
    expect(new Set(old.map(line => scan(line)?.requester))).toEqual(
      new Set(['arn:aws:iam::111122223333:user/legacy-erp']),
    )
    expect(old.length).toBeGreaterThan(300) // of 336, those that old records cut short do not show it
  })

  it('has no lifecycle actions and no unauthenticated requests in CloudTrail', () => {
    const invalid = sample
      .lines('shop-invoices')
      .map(line => scan(line))
      .filter(record => record?.errorCode === 'InvalidAccessKeyId')
    expect(invalid.length).toBeGreaterThanOrEqual(PLANTED.outdatedKeyRequests)
    const { requesters } = sample.counted('cloudtrail', 'shop-invoices')
    expect(requesters.has('AmazonS3')).toBe(false)
    expect(requesters.has('-')).toBe(false)
  })
})

describe('the two logs', () => {
  it('agree: every data event has its request in the access log of its bucket', () => {
    const data = sample.events().filter(({ eventCategory }) => eventCategory === 'Data')
    for (const bucket of ['shop-invoices', 'shop-exports'] as const) {
      const ids = new Set(
        sample.lines(bucket).map(line => / ([0-9A-Z]{16}) (?:REST|BATCH)\./.exec(line)?.[1]),
      )
      const events = data.filter(({ requestParameters }) => requestParameters.bucketName === bucket)
      expect(events.length).toBeGreaterThan(20_000)
      expect(events.filter(({ requestID }) => !ids.has(requestID))).toEqual([])
    }
  })

  it('agree: changes of a configuration are in both, and count the same', () => {
    for (const bucket of LOGGED)
      expect(sample.counted('cloudtrail', bucket).configChanges).toEqual(
        sample.counted('access-log', bucket).configChanges,
      )
  })

  it('differ where they do in truth: data events of three buckets, management events of all', () => {
    const categories = Map.groupBy(sample.events(), ({ requestParameters }) => requestParameters.bucketName)
    const kindsOf = (bucket: string) =>
      new Set(categories.get(bucket)?.map(({ eventCategory }) => eventCategory))
    expect(kindsOf('shop-media')).toEqual(new Set(['Management']))
    for (const bucket of ['shop-invoices', 'shop-exports', 'shop-archive']) {
      expect(kindsOf(bucket)).toEqual(new Set(['Management', 'Data']))
    }
  })
})
