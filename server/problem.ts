/** A refusal, in the form in which OpenAI's clients read it. `message` is for people and quotes nothing secret. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    message: string,
    readonly code: string | null = null,
    readonly param: string | null = null,
  ) {
    super(message);
  }

  body() {
    const { message, code, param } = this;
    return { error: { message, type: this.type(), param, code } };
  }

  private type(): string {
    if (this.status === 401) return 'authentication_error';
    if (this.status === 403) return 'permission_error';
    if (this.status === 429) return 'rate_limit_error';
    return this.status >= 500 ? 'server_error' : 'invalid_request_error';
  }
}

/** What one may not see is not told apart from what there is not. */
export function noSuch(what: string): Problem {
  return new Problem(404, `There is no such ${what}.`, 'not_found');
}
