import os from 'node:os'
import path from 'node:path'

/** Where what was fetched is kept, so that it is fetched once: outside the repository. */
export const CACHE = path.join(os.homedir(), '.cache', 's3audit')
