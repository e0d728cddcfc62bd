export function amount(number: number): string
export function plural(number: number, word: string): string
export function percent(part: number, whole: number): string
export function inBytes(number: number): string
export function clock(time: number): string
export function moment(time: number): string
export function folderOfAll(keys: readonly string[]): string
export function stretch(first: number, last: number): string
export function shortName(requester: string): string
