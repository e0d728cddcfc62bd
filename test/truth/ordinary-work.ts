import { logLine } from '../../analyses/lib/samples/sample-lines.ts'

/**
 * What programs do to a bucket all day, as access-log records of our own making: their order of requests, statuses
 * and user agents, with few objects. Each is a requester of its own, at an address of its own.
 */

/** Writes the records of one program, a second each. */
export function program(name: string, userAgent = `${name}/1.0`, start = 0) {
  const lines: string[] = []
  let [second, request] = [start, 0]
  const who = {
    requester: `arn:aws:iam::111122223333:user/${name}`,
    remoteIp: `192.0.2.${(name.length * 7 + name.charCodeAt(0)) % 250}`,
    userAgent,
  }
  const at = () =>
    `${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`
  const write = (operation: string, fields: Partial<Parameters<typeof logLine>[0]>) => {
    lines.push(
      logLine({ operation, at: at(), requestId: `${name.toUpperCase()}${request}`, ...who, ...fields }),
    )
  }
  const next = () => {
    request += 1
    if (request % 8 === 0) second += 1
  }
  const once = (operation: string, fields: Partial<Parameters<typeof logLine>[0]>) => {
    next()
    write(operation, fields)
  }
  const each = (
    keys: readonly string[],
    operation: string,
    fields: Partial<Parameters<typeof logLine>[0]> = {},
  ) => {
    for (const key of keys) once(operation, { key, ...fields })
    return does
  }
  const does = {
    lines,
    wait(seconds: number) {
      second += seconds
      return does
    },
    puts: (...keys: string[]) => each(keys, 'REST.PUT.OBJECT', { objectSize: 100 }),
    conflicts: (...keys: string[]) =>
      each(keys, 'REST.PUT.OBJECT', { status: 412, errorCode: 'PreconditionFailed' }),
    reads: (...keys: string[]) => each(keys, 'REST.GET.OBJECT', { bytesSent: 5000, objectSize: 5000 }),
    misses: (...keys: string[]) =>
      each(keys, 'REST.GET.OBJECT', { status: 404, errorCode: 'NoSuchKey', bytesSent: 300 }),
    refused: (...keys: string[]) => each(keys, 'REST.GET.OBJECT', { status: 403, errorCode: 'AccessDenied' }),
    looksFor: (...keys: string[]) => each(keys, 'REST.HEAD.OBJECT', { status: 404, errorCode: 'NoSuchKey' }),
    lists: (...prefixes: string[]) => {
      for (const prefix of prefixes)
        once('REST.GET.BUCKET', { uri: `GET /?list-type=2&max-keys=2&prefix=${prefix} HTTP/1.1` })
      return does
    },
    deletes: (...keys: string[]) => each(keys, 'REST.DELETE.OBJECT', { status: 204 }),
    copies(from: string, to: string) {
      once('REST.COPY.OBJECT_GET', { key: from, status: '-', userAgent: '-' })
      write('REST.COPY.OBJECT', { key: to })
      return does
    },
    /** To another bucket: only the reading side is in this bucket's log. */
    copiesAway: (...keys: string[]) =>
      each(keys, 'REST.COPY.OBJECT_GET', { status: '-', objectSize: 5000, userAgent: '-' }),
    moves(from: string, to: string) {
      does.copies(from, to).deletes(from)
      return does
    },
    deletesTogether(...keys: string[]) {
      once('REST.POST.MULTI_OBJECT_DELETE', {})
      for (const key of keys) write('BATCH.DELETE.OBJECT', { key, status: 204, userAgent: '-' })
      return does
    },
    deletesUnnamed() {
      once('REST.POST.MULTI_OBJECT_DELETE', {})
      return does
    },
    asks(operation: string, fields: Partial<Parameters<typeof logLine>[0]> = {}) {
      once(operation, fields)
      return does
    },
  }
  return does
}

export const numbered = (n: number, name: (i: number) => string): string[] =>
  Array.from({ length: n }, (_, i) => name(i))

const HADOOP = 'Hadoop 3.4.2 aws-sdk-java/2.29.52'
const S3FS = 'aiobotocore/3.10.0 md/Botocore#1.43.117'
const RUST = 'object_store/0.14.2'

function fileCommitter(name: string, renames: number) {
  const does = program(name, HADOOP)
  for (let task = 0; task < 12; task++) {
    const temporary = `${name}/_temporary/0/_temporary/attempt_${task}/part-${task}`
    const committed = `${name}/_temporary/0/task_${task}/part-${task}`
    const final = `${name}/part-${task}`
    does
      .looksFor(temporary, `${name}/_temporary`, `${name}/_temporary/0`)
      .lists(`${temporary}/`)
      .puts(temporary)
    if (renames === 2) does.moves(temporary, committed).moves(committed, final)
    else does.moves(temporary, final)
  }
  return does.puts(`${name}/_SUCCESS`).deletesTogether(`${name}/_temporary/`, `${name}/_temporary/0/`)
}

const magic = () =>
  program('s3a-magic', HADOOP)
    .looksFor(...numbered(12, i => `m/part-${i}`))
    .puts(...numbered(25, i => `m/__magic_job-1/task_${i}/part-${i}.pending`))
    .reads(...numbered(25, i => `m/__magic_job-1/task_${i}/part-${i}.pending`))
    .deletes(...numbered(11, i => `m/__magic_job-1/task_${i}/part-${i}.pending`))
    .deletesTogether(...numbered(25, i => `m/__magic_job-1/task_${i}/part-${i}.pending`), 'm/__magic_job-1')

const delta = (name: string, files: number) => {
  const log = (i: number) => `${name}/_delta_log/${String(i).padStart(20, '0')}.json`
  return program(name, RUST)
    .misses(...numbered(30, i => `${name}/table-${i}/_delta_log/_last_checkpoint`))
    .puts(...numbered(files, i => `${name}/part-${i}.parquet`), ...numbered(15, log))
    .conflicts(log(3), log(4))
    .reads(...numbered(15, log), ...numbered(files, i => `${name}/part-${i}.parquet`))
    .puts(log(15))
    .deletesTogether(...numbered(files, i => `${name}/part-${i}.parquet`))
    .puts(log(16))
}

/** A table that is older than the log: compaction reads its files, writes others and a new state, and cleans up. */
const compaction = (name: string, agent: string, data: (i: number) => string, state: string) =>
  program(name, agent)
    .reads(...numbered(60, i => `${name}/${data(i)}`))
    .puts(`${name}/${data(900)}`, `${name}/${state}`)
    .wait(60)
    .deletesTogether(...numbered(60, i => `${name}/${data(i)}`))

const lance = () =>
  program('lance', 'pylance/14.0.2')
    .puts(...numbered(20, i => `l/data/${i}.lance`), ...numbered(20, i => `l/_versions/${i}.manifest`))
    .conflicts('l/_versions/3.manifest')
    .reads(...numbered(20, i => `l/_versions/${i}.manifest`), ...numbered(20, i => `l/data/${i}.lance`))
    .deletesTogether(...numbered(17, i => `l/data/${i}.lance`))

const purge = (name: string, agent: string) => {
  const files = [
    ...numbered(11, i => `${name}/metadata/0000${i}.metadata.json`),
    ...numbered(11, i => `${name}/metadata/snap-${i}.avro`),
    ...numbered(11, i => `${name}/data/${i}.parquet`),
  ]
  const does = program(name, agent)
    .puts(...files)
    .reads(...files)
  for (const key of files) does.deletes(key).puts(`${key.slice(0, key.lastIndexOf('/'))}/`)
  return does
}

const zarr = (name: string) => {
  const chunks = numbered(101, i => `${name}/a.zarr/c/${Math.floor(i / 10)}/${i % 10}`)
  const folders = ['', '/c', ...numbered(10, i => `/c/${i}`)].map(folder => `${name}/a.zarr${folder}`)
  return program(name, S3FS)
    .looksFor(...numbered(115, i => `${name}/sparse/c/${i}`))
    .puts(`${name}/a.zarr/zarr.json`, ...chunks)
    .reads(...chunks)
    .deletesTogether(...folders, ...chunks)
    .puts(`${name}/a.zarr/zarr.json`)
}

const dask = () => {
  const parts = numbered(12, i => `d/part.${i}.parquet`)
  return program('dask', S3FS)
    .puts(...parts)
    .reads(...parts)
    .deletesTogether('d', ...parts)
    .puts(...parts)
}

const plain = (name: string, agent: string) => {
  const files = numbered(60, i => `${name}/f${i}`)
  return program(name, agent)
    .looksFor(...files)
    .puts(...files)
    .reads(...files)
    .deletesTogether(...files)
}

/** Copies 60 files, looks for each before, renames their folder and removes them. */
const mounted = (name: string, agent: string) => {
  const does = program(name, agent)
    .looksFor(...numbered(60, i => `${name}/a/f${i}`))
    .puts(...numbered(60, i => `${name}/a/f${i}`))
  for (let i = 0; i < 60; i++) does.copies(`${name}/a/f${i}`, `${name}/b/f${i}`)
  does.deletesTogether(...numbered(60, i => `${name}/a/f${i}`))
  return does.wait(60).deletesTogether(...numbered(60, i => `${name}/b/f${i}`))
}

/** Objects that were there before the log: a rename of them loses nothing. */
const rename = (name: string, agent: string) => {
  const does = program(name, agent)
  for (let i = 0; i < 60; i++) does.moves(`${name}/old/f${i}`, `${name}/new/f${i}`)
  return does
}

const s3cmd = () => {
  const does = program('s3cmd', '-')
  for (let i = 0; i < 20; i++)
    does
      .asks('REST.GET.LOCATION', { uri: 'GET /?location HTTP/1.1' })
      .puts(`s3cmd/f${i}`)
      .reads(`s3cmd/f${i}`)
  return does
}

const rclone = () => {
  const does = program('rclone', 'rclone/')
  for (let i = 0; i < 10; i++)
    does
      .asks('REST.PUT.BUCKET', { status: 409, errorCode: 'BucketAlreadyOwnedByYou' })
      .looksFor(`rclone/f${i}`)
      .puts(`rclone/f${i}`)
  return does
}

/** The programs by name: writers of tables, then clients. */
export const ORDINARY = {
  'S3A file committer, v1': fileCommitter('s3a-file', 2),
  'S3A file committer, v2': fileCommitter('s3a-v2', 1),
  'S3A magic committer': magic(),
  'S3A staging committer': program('s3a-staging', HADOOP)
    .looksFor('st/_SUCCESS', 'st')
    .puts(...numbered(30, i => `st/part-${i}`)),
  'delta-rs vacuum': delta('deltars', 17),
  'delta-rs, two writers': delta('deltars-b', 10),
  'Delta compaction': compaction(
    'delta-old',
    RUST,
    i => `part-${i}.parquet`,
    '_delta_log/00000000000000000099.json',
  ),
  'Iceberg compaction': compaction(
    'iceberg-old',
    'aws-sdk-java/2.29',
    i => `data/${i}.parquet`,
    'metadata/00009-a.metadata.json',
  ),
  'Hudi clean': compaction('hudi-old', HADOOP, i => `2026/${i}.parquet`, '.hoodie/20261120070000.clean'),
  'Lance compaction': compaction('lance-old', RUST, i => `data/${i}.lance`, '_versions/9.manifest'),
  'Zarr overwritten': compaction('zarr-old', S3FS, i => `c/0/${i}`, 'zarr.json'),
  'Lance cleanup': lance(),
  'PyIceberg purge, PyArrow': purge('pyiceberg', 'aws-sdk-cpp/1.11.900'),
  'PyIceberg purge, fsspec': purge('pyiceberg-fsspec', S3FS),
  Zarr: zarr('zarr'),
  xarray: zarr('xarray'),
  'Dask overwrite': dask(),
  pandas: program('pandas', S3FS)
    .puts(...numbered(15, i => `pd/${i}`))
    .reads(...numbered(15, i => `pd/${i}`)),
  Polars: program('polars', 'polars/0.55.1')
    .puts(...numbered(12, i => `pl/${i}`))
    .misses('pl/none')
    .reads(...numbered(12, i => `pl/${i}`)),
  DuckDB: program('duckdb', 'duckdb/v1.4.4(linux_amd64) python/3.11')
    .puts(...numbered(16, i => `dd/${i}`))
    .reads(...numbered(16, i => `dd/${i}`)),
  DVC: program('dvc', S3FS)
    .looksFor('dvc/a')
    .puts(...numbered(40, i => `dvc/files/md5/${i}`))
    .reads(...numbered(40, i => `dvc/files/md5/${i}`))
    .deletesTogether('dvc/files/md5/1'),
  Litestream: program('litestream', 'litestream aws-sdk-go-v2/1.41.5')
    .puts(...numbered(49, i => `ls/${i}.ltx`))
    .reads(...numbered(6, i => `ls/${i}.ltx`)),
  'aws s3 rm': plain('aws', 'aws-cli/2.9.19 Python/3.11.2 command/s3.rm'),
  boto3: plain('boto', 'Boto3/1.44.8 md/Botocore#1.44.8'),
  's3fs-fuse': mounted('fuse', 's3fs/1.90 (commit hash unknown; GnuTLS(gcrypt))'),
  'S3A rename': rename('s3a', HADOOP),
  'aws s3 mv': rename('awsmv', 'aws-cli/2.9.19 Python/3.11.2 command/s3.mv'),
  'mc mv': mounted('mc', 'MinIO (linux; amd64) minio-go/v7.0.88 mc/1'),
  s3cmd: s3cmd(),
  rclone: rclone(),
  'boto3 waiter': program('waiter', 'Boto3/1.43.117')
    .looksFor('w/1', 'w/1', 'w/1')
    .asks('REST.HEAD.OBJECT', { key: 'w/1' }),
} as const
