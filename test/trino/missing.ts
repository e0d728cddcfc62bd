/** Something that this machine lacks: a sentence that says what, and how to get it. */
export class Missing extends Error {}
