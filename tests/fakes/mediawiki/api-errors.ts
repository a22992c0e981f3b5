/** An error of the action API: HTTP 200, a code in the body and in a header. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly info: string,
  ) {
    super(info);
  }
}

export const readDenied = () => new ApiError('readapidenied', 'You need read permission to use this module.');
