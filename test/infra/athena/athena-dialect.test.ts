import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { quoteText } from '../../../infra/local/athena/dialect/quoting.ts'
import { toDuckDb } from '../../../infra/local/athena/dialect/rewrite.ts'
import { openDeps, type Deps } from './athena-deps.ts'

let deps: Deps
beforeAll(async () => {
  deps = await openDeps()
})
afterAll(() => deps.close())

/** Escapes decoded byte by byte; undefined where an escape is malformed. */
function decoded(text: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(text)) return undefined
  const bytes = [...text.matchAll(/%(..)|([^%])/gs)].map(([, hex, plain]) =>
    hex === undefined ? Buffer.from(plain === '+' ? ' ' : plain!) : Buffer.from(hex, 'hex'),
  )
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(bytes))
}

const NO_ADDRESSES = [
  ...'- 10.0.0 10.0.0.0.0 10.0.0.256 010.0.0.1 10.0.0.1%x 10.0.0.1/32 0x0a.0.0.1 s3.amazonaws.com'.split(' '),
  ...': ::: 1::2::3 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:: 12345:: 2001:db8::g ::1.2.3 ::/0'.split(' '),
  '',
  ' 10.0.0.1',
]

/** Expression -> what Athena shows for it; undefined is NULL. */
const EXPRESSIONS: [string, string | undefined][] = [
  // Text
  ["concat('a', NULL)", undefined],
  ["concat('a', 'b', 'c')", 'abc'],
  ["concat_ws('-', 'a', NULL, 'b')", 'a-b'],
  ["substr('abc', 0)", ''],
  ["substr('abc', -2)", 'bc'],
  ["substr('abc', -5)", ''],
  ["substring('abcdef' FROM 2 FOR 3)", 'bcd'],
  ["split_part('a/b', '/', 2)", 'b'],
  ["split_part('a/b', '/', 3)", undefined],
  ["split('a,b', ',')", '[a, b]'],
  ["lpad('7', 2, '0')", '07'],
  ["strpos('abc', 'c')", '3'],
  ["'a_b' LIKE 'a!_b' ESCAPE '!'", 'true'],
  ["upper('x') || lower('Y')", 'Xy'],
  ["regexp_like('REST.GET.OBJECT', '^REST')", 'true'],
  ["regexp_extract('a1b22', '[0-9]+')", '1'],
  ["regexp_extract('ab', '[0-9]+')", undefined],
  ["regexp_extract('ab', '[0-9]*')", ''],
  ["regexp_extract('b', '(a*)b', 1)", ''],
  ["regexp_extract('k=v', '(k)=(v)', 2)", 'v'],
  ["regexp_replace('a1b2', '[0-9]', '')", 'ab'],
  ["regexp_replace('ab', '(a)(b)', '$2$1')", 'ba'],
  ["'%' || '5'", '%5'],
  // URLs
  ["url_decode('a+b%20c')", 'a b c'],
  ["url_decode(url_decode('a%252Fb'))", 'a/b'],
  ["try(url_decode('50%'))", undefined],
  ["try(url_decode('%zz'))", undefined],
  ["url_decode('%C3%A9')", 'é'],
  ["url_decode('%E2%82%ac%F0%9f%98%80')", '€😀'],
  ["url_decode('%C3')", '\uFFFD'],
  ["url_decode('%ED%A0%80')", '\uFFFD\uFFFD\uFFFD'],
  ["url_decode('%ff')", '\uFFFD'],
  ["url_extract_host('https://h.example/p?q=1')", 'h.example'],
  // JSON
  ['json_extract_scalar(\'{"a":{"b":"c"}}\', \'$.a.b\')', 'c'],
  ['json_extract_scalar(\'{"a":{"b":"c"}}\', \'$.a\')', undefined],
  ['json_extract_scalar(\'{"x-y":[5]}\', \'$["x-y"][0]\')', '5'],
  ["json_extract_scalar('{\"a\":null}', '$.a')", undefined],
  ["json_extract_scalar('{\"a\":true}', '$.a')", 'true'],
  ['json_extract_scalar(\'{"a":"{\\"b\\":1}"}\', \'$.a\')', '{"b":1}'],
  ["json_extract_scalar('no JSON', '$.a')", undefined],
  ["json_array_length('[1,2]')", '2'],
  // Time
  ["parse_datetime('20/Nov/2026:07:00:00 +0000', 'dd/MMM/yyyy:HH:mm:ss Z')", '2026-11-20 07:00:00.000 UTC'],
  [
    "parse_datetime('20/Nov/2026:07:00:00 +0200', 'dd/MMM/yyyy:HH:mm:ss Z') = timestamp '2026-11-20 05:00:00 UTC'",
    'true',
  ],
  [
    "CAST(parse_datetime('20/Nov/2026:07:00:00 +0000', 'dd/MMM/yyyy:HH:mm:ss Z') AS timestamp)",
    '2026-11-20 07:00:00.000',
  ],
  ["try(parse_datetime('-', 'dd/MMM/yyyy:HH:mm:ss Z'))", undefined],
  ["format_datetime(timestamp '2026-11-20 07:08:09', 'yyyy-MM-dd''T''HH:mm:ss')", '2026-11-20T07:08:09'],
  ["date_parse('2026-11-20 07:08', '%Y-%m-%d %H:%i')", '2026-11-20 07:08:00.000'],
  ["date_format(timestamp '2026-11-20 07:08:09', '%Y/%m/%d %T')", '2026/11/20 07:08:09'],
  ["from_iso8601_timestamp('2026-11-20T07:00:00Z')", '2026-11-20 07:00:00.000 UTC'],
  ["to_iso8601(from_iso8601_timestamp('2026-11-20T07:00:00Z'))", '2026-11-20T07:00:00.000Z'],
  ["date_trunc('hour', timestamp '2026-11-20 07:08:09')", '2026-11-20 07:00:00.000'],
  ["date_diff('hour', timestamp '2026-11-20 00:00:00', timestamp '2026-11-20 01:59:59')", '1'],
  ["date_add('minute', -5, timestamp '2026-11-20 00:00:00')", '2026-11-19 23:55:00.000'],
  ["timestamp '2026-11-20 07:00:00' - INTERVAL '1' HOUR", '2026-11-20 06:00:00.000'],
  ["hour(timestamp '2026-11-20 07:00:00')", '7'],
  ["day_of_week(date '2026-11-22')", '7'],
  ["date '2026-11-20'", '2026-11-20'],
  ["to_unixtime(timestamp '1970-01-01 00:01:00')", '60.0'],
  [
    "CAST(with_timezone(timestamp '2026-03-29 00:59:59', 'UTC') AT TIME ZONE 'Europe/Berlin' AS timestamp)",
    '2026-03-29 01:59:59.000',
  ],
  [
    "CAST(with_timezone(timestamp '2026-03-29 01:00:00', 'UTC') AT TIME ZONE 'Europe/Berlin' AS timestamp)",
    '2026-03-29 03:00:00.000',
  ],
  ["hour(with_timezone(timestamp '2026-10-25 01:00:00', 'UTC') AT TIME ZONE 'Europe/Berlin')", '2'],
  ["day_of_week(with_timezone(timestamp '2026-11-22 23:30:00', 'UTC') AT TIME ZONE 'Asia/Kolkata')", '1'],
  // Numbers
  ['5 / 2', '2'],
  ['7 % -2', '1'],
  ['CAST(5 AS double) / 2', '2.5'],
  ['CAST(12345678 AS double)', '1.2345678E7'],
  ['CAST(9999999 AS double)', '9999999.0'],
  ['CAST(0.00012 AS double)', '1.2E-4'],
  ['CAST(1e20 AS double)', '1.0E20'],
  ['-1.5e-7', '-1.5E-7'],
  ['greatest(1, NULL)', undefined],
  ["try(CAST('x' AS integer))", undefined],
  ["from_base('ff', 16)", '255'],
  ["to_hex(md5(to_utf8('a')))", '0CC175B9C0F1B6A831C399E269772661'],
  ["to_hex(to_utf8('a'))", '61'],
  ["from_base(substr(to_hex(md5(to_utf8('a'))), 1, 15), 16)", '57446577476672362'],
  // Conditions, arrays, maps, rows
  ["if(1 = 1, 'yes', 'no')", 'yes'],
  ["coalesce(nullif('-', '-'), 'none')", 'none'],
  ['contains(ARRAY[1, 2], 2)', 'true'],
  ['cardinality(ARRAY[1, 2])', '2'],
  ["cardinality(MAP(ARRAY['a'], ARRAY[1]))", '1'],
  ["element_at(ARRAY['a'], 2)", undefined],
  ["element_at(MAP(ARRAY['a'], ARRAY[1]), 'a')", '1'],
  ["ARRAY['a', NULL]", '[a, null]'],
  ["MAP(ARRAY['a'], ARRAY[1])", '{a=1}'],
  ["CAST(ROW(1, 'x') AS ROW(a bigint, b varchar))", '{a=1, b=x}'],
  ["CAST(ARRAY['1'] AS ARRAY(bigint))", '[1]'],
  ['transform(ARRAY[1, 2], x -> x * 2)', '[2, 4]'],
  ['filter(ARRAY[1, 2], x -> x > 1)', '[2]'],
  ['any_match(ARRAY[1, 2], x -> x > 1)', 'true'],
  ['all_match(ARRAY[1, 2], x -> x > 1)', 'false'],
  ["array_join(ARRAY['a', 'b'], ',')", 'a,b'],
  ["to_utf8('ab')", '61 62'],
  // Addresses: IPv4 is mapped into IPv6, and all order by their 16 bytes
  ["to_hex(CAST(CAST('203.0.113.7' AS ipaddress) AS varbinary))", '00000000000000000000FFFFCB007107'],
  ["to_hex(CAST(ipaddress '2001:db8::1' AS varbinary))", '20010DB8000000000000000000000001'],
  ["ipaddress '::ffff:10.0.0.1' = ipaddress '10.0.0.1'", 'true'],
  ["CAST(TRY_CAST('::1.2.3.4' AS ipaddress) AS varchar)", '::102:304'],
  ["CAST(TRY_CAST('::ffff:1.2.3.4' AS ipaddress) AS varchar)", '1.2.3.4'],
  ["ipaddress '2001:DB8:0::1' = ipaddress '2001:0db8::0001'", 'true'],
  ["ipaddress '1:2:3:4:5:6:7::' = ipaddress '1:2:3:4:5:6:7:0'", 'true'],
  ["ipaddress '9.255.255.255' < ipaddress '10.0.0.0'", 'true'],
  ["ipaddress '255.255.255.255' < ipaddress '2001:db8::'", 'true'],
  ["ipaddress '::' < ipaddress '0.0.0.0'", 'true'],
  ["try_cast('fe80::1%eth0' AS ipaddress) = ipaddress 'fe80::1'", 'true'],
  ["try_cast('10.0.0.9' AS ipaddress) BETWEEN ipaddress '10.0.0.0' AND ipaddress '10.0.0.9'", 'true'],
  ['CAST(NULL AS ipaddress) IS NULL', 'true'],
  ["try(CAST('10.0.0.256' AS ipaddress)) IS NULL", 'true'],
  ...NO_ADDRESSES.map((text): [string, string] => [`try_cast('${text}' AS ipaddress) IS NULL`, 'true']),
  ["CAST('abc' AS varchar(2))", 'ab'],
]

const AGGREGATES: [string, string][] = [
  ['count_if(n > 1)', '2'],
  ['count_if(n > 1) FILTER (WHERE n > 9)', '0'],
  ['sum(n)', '6'],
  ['max_by(w, n)', 'c'],
  ['min_by(w, n)', 'a'],
  ["coalesce(min_by(nullif(w, 'a'), n), 'none')", 'none'],
  ["coalesce(max_by(nullif(w, 'c'), n) FILTER (WHERE n > 1), 'none')", 'none'],
  ['max_by(w, nullif(n, 3))', 'b'],
  ['arbitrary(w) IS NOT NULL', 'true'],
  ['array_agg(w ORDER BY n DESC)', '[c, b, a]'],
  ['map_agg(w, n)', '{a=1, b=2, c=3}'],
  ['approx_percentile(n, 0.5)', '2'],
  ['approx_percentile(n, 0.66)', '2'],
  ['approx_percentile(n, 0.95)', '3'],
  ['approx_percentile(CASE WHEN n > 1 THEN n * 10 END, 0.5)', '30'],
  ['approx_percentile(n, 0.0)', '1'],
  ['approx_percentile(n, 1.0)', '3'],
  ['approx_distinct(n)', '3'],
  ['avg(n)', '2.0'],
]

describe("Trino's SQL on DuckDB", () => {
  it("decodes any escapes as Java's URLDecoder does", async () => {
    const escape = fc.oneof(
      fc.constantFrom(
        'C3',
        'a9',
        'E2',
        '82',
        'ac',
        'F0',
        '9F',
        '98',
        '80',
        'ED',
        'a0',
        'F4',
        '90',
        'E0',
        'c0',
        '41',
        '25',
        '2B',
        'zz',
        '4',
      ),
      fc.integer({ min: 0, max: 255 }).map(byte => byte.toString(16).padStart(2, '0')),
    )
    const part = fc.oneof(
      { weight: 4, arbitrary: escape.map(hex => `%${hex}`) },
      fc.constantFrom('a', '+', 'é', '/'),
    )
    const texts = fc.array(
      fc.array(part, { maxLength: 6 }).map(parts => parts.join('')),
      { minLength: 200, maxLength: 400 },
    )
    await fc.assert(
      fc.asyncProperty(texts, async values => {
        const list = values.map(value => `(${quoteText(value)})`).join(', ')
        const rows = await deps.rows(`SELECT try(url_decode(x)) FROM (VALUES ${list}) AS t(x)`)
        expect(rows.map(([text]) => text)).toEqual(values.map(decoded))
      }),
      { numRuns: 10 },
    )
  })

  it.each(EXPRESSIONS)('answers %s as Athena does', async (expression, expected) => {
    expect(await deps.rows(`SELECT ${expression}`)).toEqual([[expected]])
  })

  it.each(AGGREGATES)('aggregates %s as Athena does', async (expression, expected) => {
    const rows = await deps.rows(`SELECT ${expression} FROM (VALUES (1, 'a'), (2, 'b'), (3, 'c')) AS t(n, w)`)
    expect(rows).toEqual([[expected]])
  })

  it('unnests with ordinality', async () => {
    const rows = await deps.rows("SELECT v, i FROM UNNEST(ARRAY['a', 'b']) WITH ORDINALITY AS t(v, i)")
    expect(rows).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
  })

  it.each([
    ['SELECT list_sum(ARRAY[1])', 'list_sum'],
    ["SELECT xxhash64(to_utf8('a'))", 'xxhash64'],
    ["SELECT parse_datetime('1', 'ww')", "'ww'"],
    ["SELECT try(date_parse('1', '%v'))", "'%v'"],
    ["SELECT '1'::integer", '::'],
    ["SELECT CAST('10.0.0' AS ipaddress) = ipaddress '10.0.0.0'", 'Cannot cast value to IPADDRESS: 10.0.0'],
    ["SELECT ipaddress '10.0' = ipaddress '10.0.0.0'", 'Cannot cast value to IPADDRESS: 10.0'],
    ["SELECT CAST(ipaddress '10.0.0.1' AS varchar)", 'varchar'],
    ["SELECT try_cast('10.0.0.1' AS ipaddress)", 'ipaddress'],
    ["SELECT * FROM read_text('/etc/hostname')", 'read_text'],
    ['SELECT * FROM nowhere', 'nowhere'],
    ['DROP TABLE numbers', 'DROP'],
    ['SELEC 1', 'SELEC'],
    ['SELECT 1; SELECT 2', 'one SQL statement'],
  ])('fails %s by name', async (sql, name) => {
    expect(await deps.failure(sql)).toContain(name)
  })

  it('inlines common table expressions, as Trino does', () => {
    expect(
      toDuckDb("WITH t(n) AS (SELECT 'AS (SELECT'), u AS ((SELECT 1)) SELECT t.n AS b FROM (SELECT 2) AS u"),
    ).toBe(
      "WITH t(n) AS NOT MATERIALIZED (SELECT 'AS (SELECT'), u AS NOT MATERIALIZED ((SELECT 1)) SELECT t.n AS b FROM (SELECT 2) AS u",
    )
  })

  it('leaves literals, comments and quoted names as they are', async () => {
    const rows = await deps.rows(`SELECT 'transform(ARRAY(x)) 7%-2 ::' AS "array(1)" -- '::'`)
    expect(rows).toEqual([['transform(ARRAY(x)) 7%-2 ::']])
  })
})
