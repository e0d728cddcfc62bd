import fs from 'node:fs'

/** Resident memory, in bytes, of a process and all below it; 0 once it is gone. Linux only. */
export function residentBytes(pid: number): number {
  try {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8')
    const own = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
    return childrenOf(pid).reduce((sum, child) => sum + residentBytes(child), own)
  } catch {
    return 0
  }
}

const childrenOf = (pid: number): number[] =>
  fs.readdirSync(`/proc/${pid}/task`).flatMap(thread => {
    const children = fs.readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
    return children.split(' ').filter(Boolean).map(Number)
  })

/** Looks at the tree every 100 ms until `ended`. @returns the most it held at once, in bytes */
export async function peakOf(pid: number, ended: Promise<unknown>): Promise<number> {
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, residentBytes(pid))), 100)
  await ended
  clearInterval(timer)
  return peak
}
