import path from 'node:path'
import { parseArgs } from 'node:util'
import { readList } from './lists/read.ts'
import { writeList } from './lists/write.ts'

/** `npm run lists -- <list> <file or folder> …`: makes a list of addresses that questions can be asked by. */
const USAGE = `npm run lists -- country|asn|threat <folder of GeoLite2 CSV files, or a text with a network in each line> … [--to DIR]`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string', default: '.s3audit/lists' } },
})
const [list, ...places] = positionals

try {
  if (!list || !/^[a-z0-9-]+$/.test(list) || places.length === 0)
    throw new Error('Name a list and its files.')
  const networks = places.flatMap(place => readList(list, place))
  const directory = path.join(values.to, list)
  const rows = await writeList(directory, networks)
  console.log(`${networks.length.toLocaleString('en-US')} networks in ${rows.toLocaleString('en-US')} rows are in ${directory}.
npm start and npm run ask read them there. For AWS: aws s3 sync ${values.to} s3://WORKSPACE-BUCKET/lists`)
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  process.exitCode = 1
}
