import fc from 'fast-check'

const HALVES = ['\ud83d', '\ude00', '\udfff', '\ud800']

/** Any UTF-16: what strangers may put into logs, policies and forms. Unpaired surrogates and NULs are frequent. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({
    unit: fc.constantFrom("'", '\\', '%', '_', '"', '\n', '-', 'ü', '🎁', '\0', ...HALVES),
    maxLength: 400,
  }),
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 400 }).map(units => String.fromCharCode(...units)),
)
