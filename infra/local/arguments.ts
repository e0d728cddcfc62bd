/** What is wrong with a command's arguments, without the advice that Node adds about arguments that begin with a dash. */
export const mistakeIn = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(
    /\. To specify a positional argument[^]*$/,
    '.',
  )
