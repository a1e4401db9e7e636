import { lookup, Resolver } from "node:dns/promises";

/** Gives the IP addresses of a host name. Fails, or gives none, when it has none. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<string[]>;

/** Asks name servers only: names that this machine alone knows, such as `localhost`, have no address here. */
export const resolvePublic: Resolve = async (name, signal) => {
  // Not `lookup`: a slow name server would keep one of the few threads that also write files.
  const resolver = new Resolver({ timeout: 2_000, tries: 1 });
  const cancel = (): void => {
    resolver.cancel();
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};

/** As other programs of this machine resolve names, `localhost` included. */
export const resolveLocally: Resolve = async (name) => {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
};
