import type { Fault } from '../../http/faults.ts'

/** A fault with this code and status 200 lets the call happen and then cuts the connection without an answer. */
const LOST_ANSWER = 'lost-answer'

/** Whether what is asked for happens all the same, and only its answer is lost. */
export const isLost = (fault: Fault | undefined): boolean =>
  fault?.status === 200 && fault.code === LOST_ANSWER
