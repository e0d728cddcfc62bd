/** A SQL string literal. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A SQL identifier. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
