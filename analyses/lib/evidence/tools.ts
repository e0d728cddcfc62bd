/**
 * The programs that use S3, by what they write into their user agent. A program may write anything: a tool is what
 * it says it is. Rows are tried from top to bottom, those that look into the whole agent last.
 *
 * Some programs cannot be distinguished, because they send the agent of the library that they are built on. Their row
 * names them together.
 */
export interface Tool {
  /** What the agent begins with, in lower case. */
  begins?: string
  /** What stands somewhere in the agent, as programs write it; with `begins`, both are needed. */
  has?: string
  name: string
  /** Behind which text the version stands, where that is not the first slash. Of tools of one name the same. */
  version?: string
  /** The library beneath that the agent names too, with its own version. */
  beneath?: 'Botocore' | 'aws-sdk-java' | 'aws-sdk-go-v2' | 'minio-go'
  /** The version that was run unmodified, and when; none where the row rests on documents or public logs. */
  seen?: string
}

const CLIENTS = '2026-11-30'

export const TOOLS: readonly Tool[] = [
  // The commonest first: each row is tried for every record that none above took.
  {
    begins: 'boto3/',
    name: 'boto3',
    beneath: 'Botocore',
    seen: `1.44.8 and 1.43.117, ${CLIENTS}`,
  },
  { begins: 'aws-cli/', name: 'AWS CLI', seen: `1.46.3 and 2.9.19 (Debian), ${CLIENTS}` },
  { begins: 'aws-sdk-java/', name: 'AWS SDK for Java', seen: `2.57.8, ${CLIENTS}` },
  { begins: 'mozilla/', has: 'bot/', name: 'a bot or crawler' },
  { begins: 'mozilla/', has: 'bot;', name: 'a bot or crawler' },
  { begins: 'mozilla/', has: 'Bot/', name: 'a bot or crawler' },
  { begins: 'mozilla/', has: 'crawler', name: 'a bot or crawler' },
  { begins: 'mozilla/', has: 'spider', name: 'a bot or crawler' },
  { begins: 'mozilla/', has: 'Edg/', name: 'Edge', version: 'Edg/' },
  { begins: 'mozilla/', has: 'Chrome/', name: 'Chrome', version: 'Chrome/' },
  { begins: 'mozilla/', has: 'Firefox/', name: 'Firefox', version: 'Firefox/' },
  { begins: 'mozilla/', has: 'Safari/', name: 'Safari', version: 'Version/' },
  {
    begins: 'hadoop ',
    name: 'Hadoop S3A',
    version: 'adoop ',
    beneath: 'aws-sdk-java',
    seen: `3.4.2, ${CLIENTS}`,
  },
  { begins: 'aws-sdk-js/', name: 'AWS SDK for JavaScript', seen: `3.1174.0, ${CLIENTS}` },
  { begins: 'aws-sdk-nodejs/', name: 'AWS SDK for JavaScript' },
  { begins: 'aws-sdk-go-v2/', name: 'AWS SDK for Go', seen: `1.48.0, ${CLIENTS}` },
  { begins: 'aws-sdk-go/', name: 'AWS SDK for Go' },
  {
    begins: 'aws-sdk-cpp/',
    name: 'AWS SDK for C++ or PyArrow',
    seen: `1.11.900, by PyArrow 26.0.1 and PyIceberg 0.12.0, ${CLIENTS}`,
  },
  {
    begins: 'aiobotocore/',
    name: 'aiobotocore (s3fs, pandas, Dask, zarr, DVC)',
    beneath: 'Botocore',
    seen: `3.10.0, by s3fs 2026.9.0, pandas 3.1.1, Dask 2026.8.0, zarr 3.1.6, xarray 2026.9.0, DVC 3.67.1 and PyIceberg 0.12.0, ${CLIENTS}`,
  },
  {
    begins: 'object_store/',
    name: 'object_store (delta-rs, DataFusion, LanceDB, obstore)',
    seen: `0.12.5 to 0.14.2, by DuckDB 1.4.4 (delta_scan), deltalake 1.6.6, LanceDB 0.40.0 and obstore 0.12.1, ${CLIENTS}`,
  },
  { begins: 'polars/', name: 'Polars', seen: `2.1.0, which writes 0.55.1, ${CLIENTS}` },
  { begins: 'pylance/', name: 'Lance', seen: `14.0.2, ${CLIENTS}` },
  { begins: 'duckdb/', name: 'DuckDB', seen: `1.4.4, ${CLIENTS}` },
  {
    begins: 'cpp-httplib/',
    name: 'cpp-httplib (listings of DuckDB)',
    seen: `0.14.3, by DuckDB 1.4.4, ${CLIENTS}`,
  },
  {
    begins: 'rclone/',
    name: 'rclone',
    version: 'rclone/',
    seen: `1.60.1 (Debian) and 1.76.0, neither with a version in the agent, ${CLIENTS}`,
  },
  { begins: 's3fs/', name: 's3fs-fuse', seen: `1.90, ${CLIENTS}` },
  { begins: 'lftp/', name: 'lftp', seen: `4.9.2, ${CLIENTS}` },
  {
    begins: 'minio (',
    has: ' mc/',
    name: 'mc (MinIO Client)',
    version: ' mc/',
    beneath: 'minio-go',
    seen: `2025-03-13, which writes DEVELOPMENT.GOGET, ${CLIENTS}`,
  },
  {
    begins: 'minio (',
    has: 'minio-go/',
    name: 'MinIO SDK for Go (restic and others)',
    version: 'minio-go/',
    seen: `7.4.1, and 7.0.46 by restic 0.14.0, ${CLIENTS}`,
  },
  {
    begins: 'minio (',
    has: 'minio-py/',
    name: 'MinIO SDK for Python',
    version: 'minio-py/',
    seen: `7.2.20, ${CLIENTS}`,
  },
  {
    begins: 'minio (',
    has: 'minio-js/',
    name: 'MinIO SDK for JavaScript',
    version: 'minio-js/',
    seen: `8.0.7, ${CLIENTS}`,
  },
  { begins: 'minio ', name: 'MinIO' },
  {
    begins: 'litestream',
    name: 'Litestream',
    version: 'litestream/',
    beneath: 'aws-sdk-go-v2',
    seen: `0.5.18, which writes no version, ${CLIENTS}`,
  },
  { begins: 'curl/', name: 'curl', seen: CLIENTS },
  { begins: 'wget/', name: 'Wget' },
  { begins: 'amazon cloudfront', name: 'Amazon CloudFront', version: 'loudFront/' },
  { begins: 's3console/', name: 'AWS console', beneath: 'aws-sdk-java' },
  { begins: 'apn/', has: 'Terraform/', name: 'Terraform', version: 'erraform/', beneath: 'aws-sdk-go-v2' },
  { begins: 'terraform/', name: 'Terraform', version: 'erraform/', beneath: 'aws-sdk-go-v2' },
  { begins: 'botocore/', name: 'botocore' },
  { begins: 'boto/', name: 'boto (version 2)' },
  { begins: 's5cmd/', name: 's5cmd' },
  { begins: 's3cmd/', name: 's3cmd' },
  { begins: 'cyberduck/', name: 'Cyberduck', version: 'yberduck/' },
  { begins: 's3 browser', name: 'S3 Browser' },
  { begins: 'winscp/', name: 'WinSCP' },
  { begins: 'aws-sdk-dotnet', name: 'AWS SDK for .NET' },
  { begins: 'aws-sdk-net', name: 'AWS SDK for .NET' },
  { begins: 'aws-sdk-php', name: 'AWS SDK for PHP' },
  { begins: 'aws-sdk-ruby', name: 'AWS SDK for Ruby' },
  { begins: 'aws-sdk-rust/', name: 'AWS SDK for Rust' },
  { begins: 'aws-sdk-swift/', name: 'AWS SDK for Swift' },
  { begins: 'aws-sdk-kotlin/', name: 'AWS SDK for Kotlin' },
  { begins: 'python-requests/', name: 'Python requests' },
  { begins: 'python-urllib/', name: 'Python urllib' },
  { begins: 'go-http-client/', name: 'Go HTTP client' },
  { begins: 'okhttp/', name: 'OkHttp' },
  { begins: 'axios/', name: 'axios' },
  // Programs that put their own name before the one of what they are built on.
  { has: 'console.amazonaws', name: 'AWS console', beneath: 'aws-sdk-java' },
  { has: 'aws-internal/', name: 'AWS console', beneath: 'aws-sdk-java' },
  { has: 'Terraform/', name: 'Terraform', version: 'erraform/', beneath: 'aws-sdk-go-v2' },
  { has: 'Hadoop ', name: 'Hadoop S3A', version: 'adoop ', beneath: 'aws-sdk-java' },
  { has: 'Cyberduck/', name: 'Cyberduck', version: 'yberduck/' },
  { has: 'rclone/', name: 'rclone', version: 'rclone/' },
]
