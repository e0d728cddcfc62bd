/** A change of the product that tests must notice. */
export interface Mutation {
  name: string
  /** In `file`, `find` stands once and is replaced. */
  edit: { file: string; find: string; replace: string }
  /** The test file that must fail, and which of its tests run. */
  test: { file: string; only?: string }
  /**
   * What nothing notices, in words; none where all is well.
   * @param passed the full names of the tests that passed though the product is changed
   */
  survivors: (passed: readonly string[]) => string[]
}

/** Mutations of one kind; each file of `families/` exports its own as default. */
export interface Family {
  name: string
  mutations: readonly Mutation[]
}
