import { enableCompileCache } from 'node:module'

/**
 * Loaded before a program (`node --import`): Node then keeps what it made of each file, by the file's content, in the
 * folder for temporary files, and has half the work at the next start. Where it cannot, it goes without.
 */
enableCompileCache()
