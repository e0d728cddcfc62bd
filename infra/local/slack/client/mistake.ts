/** A client asked for something that a real Slack client could not have done: an unknown user, a closed view. */
export class ClientMistake extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ClientMistake'
  }
}
