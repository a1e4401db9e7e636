import { TransactionError } from "./errors.js";

/** Runs one task at a time, in the order of the calls. */
export class Mutex {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs the task after all earlier ones have ended. A task that fails does not block later ones. */
  run<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.last.then(task, task);
    this.last = result.catch(() => undefined);
    return result;
  }
}

/** Caches the result of one request for a limited time. Failures are not cached. */
export class TtlCache<Value> {
  private cached: { value: Promise<Value>; expiresAt: number } | undefined;

  /** @param ttl Milliseconds for which a result is valid. */
  constructor(
    private readonly load: () => Promise<Value>,
    private readonly ttl: number,
  ) {}

  get(): Promise<Value> {
    const { cached } = this;
    if (cached && performance.now() < cached.expiresAt) return cached.value;
    const value = this.load();
    this.cached = { value, expiresAt: performance.now() + this.ttl };
    value.catch(() => {
      this.clear();
    });
    return value;
  }

  clear(): void {
    this.cached = undefined;
  }
}

/**
 * Waits for a response of the node.
 * @param milliseconds The timeout.
 * @throws TransactionError `Unreachable` if the node does not respond within the timeout
 */
export async function withTimeout<Value>(milliseconds: number, response: Promise<Value>): Promise<Value> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new TransactionError("Unreachable", `The node did not respond within ${milliseconds} ms.`));
  }, milliseconds);
  try {
    return await Promise.race([response, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
