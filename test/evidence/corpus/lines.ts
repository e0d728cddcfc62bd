import { brokenCases } from './broken.ts'
import type { Case } from './case.ts'
import { clientTextCases } from './client-text.ts'
import { fieldCases } from './fields.ts'
import { meaningCases } from './meaning.ts'

/** Every access-log line of the corpus. */
export const lineCases: Case[] = [...fieldCases, ...clientTextCases, ...meaningCases, ...brokenCases]
