/** A change of the product that tests must notice. */
export interface Mutation {
  name: string
  /** In `file`, `find` stands at `at`, or, where that is not given, once; it is replaced. */
  edit: { file: string; find: string; replace: string; at?: number }
  /** The test files of which one must fail, and which of their tests run. */
  test: { files: readonly string[]; only?: string }
  /** Whether the types may notice it, too: they are checked first. */
  typed?: boolean
  /**
   * What nothing notices, in words; none where all is well. Unless given: the mutation survives where nothing failed.
   * @param passed the full names of the tests that passed though the product is changed
   */
  survivors?: (passed: readonly string[]) => string[]
}

/** What a run asks of its families. */
export interface Options {
  /** Of what is chosen by chance. */
  seed: number
  /** How many are chosen by chance. */
  count: number
}

/** Mutations of one kind; each file of `families/` exports its own as default. */
export interface Family {
  name: string
  mutations: (options: Options) => readonly Mutation[]
}
