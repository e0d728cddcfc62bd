import type { Analysis } from '../../analyses/lib/analysis.ts'
import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import type { Investigation } from './investigation.ts'

/** The analysis a stored investigation asks. */
export const analysisOf = ({ request }: Pick<Investigation, 'request'>): Analysis =>
  analysisNamed(request.analysis)
