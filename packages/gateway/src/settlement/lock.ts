/** Lets one task run at a time, in the order of asking. */
export class Lock {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs the task when all before it are over. A task that fails does not hold up those behind it. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(task, task);
    this.last = result.catch(() => undefined);
    return result;
  }
}
