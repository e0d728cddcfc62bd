import { startDynamoDb } from '../../infra/local/dynamodb/server.ts'

/** The embedded DynamoDB in a process of its own, over the directory given; prints where it listens. */
const { url } = await startDynamoDb({
  directory: String(process.argv[2]),
  now: () => new Date(),
  onStream: () => undefined,
})
console.log(url)
