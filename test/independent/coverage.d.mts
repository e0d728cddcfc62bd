export declare function gapsIn(
  times: number[],
  window: { from: string; to: string },
): { count: number; longest: { from: string; to: string }[] }

export declare function lagOf(records: Iterable<{ key: string; time: number }>): {
  records: number
  within: number[]
}
