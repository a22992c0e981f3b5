/** Lets other work of this thread run: an abort, a message, a search. */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve);
  });
}
