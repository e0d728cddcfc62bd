import { afterEach, describe, expect, it, vi } from 'vitest'
import { inRequest, log, logToStreams, logUnexpected } from '../../../bot/calls/log.ts'

afterEach(() => vi.restoreAllMocks())

/** The lines written from now on, by their place. */
function written(level: 'warn' | 'error'): (at: number) => unknown {
  const spy = vi.spyOn(console, level).mockReturnValue()
  return at => JSON.parse(String(spy.mock.calls[at]?.[0]))
}

const logIn = (id: string) =>
  inRequest(id, async () => {
    await Promise.resolve()
    log('warn', 'failing', { investigation: `of ${id}`, stage: 'copy' })
  })

describe('a line of the log', () => {
  it('has level, kind, request and investigation, also where there are none', () => {
    const line = written('warn')
    log('warn', 'failing', {})
    expect(line(0)).toEqual({ level: 'warn', kind: 'failing', request: null, investigation: null })
  })

  it('carries the request that it is written in, and no other', async () => {
    const line = written('warn')
    await Promise.all([logIn('first'), logIn('second')])
    expect([line(0), line(1)]).toEqual(
      ['first', 'second'].map(request => ({
        level: 'warn',
        kind: 'failing',
        request,
        investigation: `of ${request}`,
        stage: 'copy',
      })),
    )
  })

  it('says what an error says, on one line', () => {
    const line = written('error')
    log('error', 'damaged-item', { error: new TypeError('two\nlines') })
    expect(line(0)).toMatchObject({ error: 'TypeError: two\nlines' })
  })

  it('has the reference that a person is told, and where an unexpected error comes from', () => {
    const line = written('error')
    const reference = logUnexpected('defect', new Error('planted'), { investigation: 'a' })
    expect(reference).toMatch(/^[0-9a-f]{8}$/)
    expect(line(0)).toMatchObject({
      kind: 'defect',
      investigation: 'a',
      reference,
      error: 'Error: planted',
      stack: expect.stringContaining('log.test.ts'),
    })
  })

  it('is nothing but JSON on Lambda, whose console would put words before it', () => {
    const [spied, wrote] = [
      vi.spyOn(console, 'error'),
      vi.spyOn(process.stderr, 'write').mockReturnValue(true),
    ]
    logToStreams()
    log('error', 'deadline', { investigation: 'a' })
    expect(spied).not.toHaveBeenCalled()
    expect(JSON.parse(String(wrote.mock.calls[0]?.[0]))).toMatchObject({ level: 'error', kind: 'deadline' })
  })
})
