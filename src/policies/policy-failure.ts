/** Why a policy could not be evaluated. It then does not grant, whatever its rules would have said. */
export class PolicyFailure extends Error {
  /** `message` goes to the log and to explanations; it never holds values of the request. */
  constructor(message: string) {
    super(message)
    this.name = 'PolicyFailure'
  }
}
