import type { DynamoDBRecord } from 'aws-lambda'

/** Hands events to the bot's reconciler as AWS would, in the order in which they came. */
export interface Delivery {
  /** Records of the investigations' table, as its stream has them. */
  stream(records: readonly DynamoDBRecord[]): void
  /** An Athena state change, as EventBridge sends it. */
  queryChanged(event: unknown): void
  /** A copy job's report was written: an S3 event, as EventBridge sends it. */
  reported(object: { bucket: string; key: string }): void
  /** Ends the schedule and waits for what is under way. */
  stop(): Promise<void>
}

/**
 * @param handler the reconciler's Lambda handler
 * @param sweepMs how often the schedule fires; a minute on AWS, more often where someone watches
 */
export function startDelivery(handler: (event: unknown) => Promise<unknown>, sweepMs: number): Delivery {
  const underway = new Set<Promise<unknown>>()

  const invoke = (event: unknown): Promise<unknown> => {
    // What fails is met again by the schedule, as on AWS.
    const invocation = handler(event).catch(() => undefined)
    underway.add(invocation)
    return invocation.finally(() => underway.delete(invocation))
  }
  let sweeping = false
  const sweep = setInterval(() => {
    if (sweeping) return
    sweeping = true
    void invoke({ source: 'aws.scheduler' }).finally(() => {
      sweeping = false
    })
  }, sweepMs)
  return {
    // One by one, as the handler's own turns keep the runs of each item apart. Only of open items and of watches, as
    // the deployed trigger has it: the table holds more than work.
    stream: records =>
      records
        .filter(
          ({ dynamodb }) => dynamodb?.NewImage?.open?.S === '1' || dynamodb?.NewImage?.watch !== undefined,
        )
        .forEach(record => void invoke({ Records: [record] })),
    queryChanged: event => void invoke(event),
    reported: ({ bucket, key }) =>
      void invoke({
        source: 'aws.s3',
        'detail-type': 'Object Created',
        detail: { bucket: { name: bucket }, object: { key } },
      }),
    async stop() {
      clearInterval(sweep)
      await Promise.all(underway)
    },
  }
}
