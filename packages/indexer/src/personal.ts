/**
 * Signing in to an index's API (ERC-4361), and what it keeps for the signed-in account. For browsers and Node.js; it
 * shares only types with the server.
 *
 * @module
 */
import type { z } from "zod";
import type { nonceAnswer, sessionAnswer } from "./api/personal/declaration.js";
import type { PersonalProblem } from "./api/personal/problems.js";
import type { Kept, Kind } from "./api/personal/shapes.js";
import type { ProblemDetails } from "./api/problem.js";
import { IndexerError, type IndexerClientOptions } from "./client.js";

export { IndexerError };
export type { Kept, Kind, PersonalProblem };

/** A nonce to sign with. */
export type Nonce = z.output<typeof nonceAnswer>;

/** A session, and the token that proves it: keep it in memory only. */
export type SignedIn = z.output<typeof sessionAnswer>;

/** What is kept, and its version: 0 for nothing. */
export interface KeptVersion<Name extends Kind> {
  version: number;
  data: Kept[Name];
}

/** What a user signs to sign in. */
export interface SignInFields {
  /** Where the user signs in, such as `https://app.example`. */
  origin: string;
  /** In checksum form. */
  address: string;
  /** What signing means, in ASCII without line breaks. */
  statement: string;
  chainId: number;
  nonce: string;
  issuedAt: Date;
  expiresAt: Date;
}

/** Writes the message that a wallet signs (ERC-4361). */
export function signInMessage(fields: SignInFields): string {
  const { origin, address, statement, chainId, nonce, issuedAt, expiresAt } = fields;
  return [
    `${new URL(origin).host} wants you to sign in with your Ethereum account:`,
    ...[address, "", statement, ""],
    `URI: ${origin}`,
    "Version: 1",
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${issuedAt.toISOString()}`,
    `Expiration Time: ${expiresAt.toISOString()}`,
  ].join("\n");
}

/** Which problem an error is; undefined for one of another kind, such as no answer. */
export function personalProblemOf(error: unknown): PersonalProblem | undefined {
  const type = error instanceof IndexerError ? error.problem?.type : undefined;
  return type?.startsWith("/docs#") === true ? (type.slice("/docs#".length) as PersonalProblem) : undefined;
}

/** Signs in, and reads and changes what is kept. Every method throws IndexerError. */
export interface PersonalClient {
  /** A nonce, and the chain of the index. Status 404: this index keeps no personal data. */
  nonce(): Promise<Nonce>;
  signIn(signed: { message: string; signature: string }): Promise<SignedIn>;
  /** Replaces a session by a longer one. The token before is void then. */
  renew(token: string): Promise<SignedIn>;
  signOut(token: string): Promise<void>;
  read<Name extends Kind>(token: string, kind: Name): Promise<KeptVersion<Name>>;
  /**
   * Replaces what is kept.
   * @param from Version that the change was made from. Status 412, `changed-elsewhere`: it is another one now.
   * @returns The new version
   */
  write<Name extends Kind>(token: string, kind: Name, from: number, data: Kept[Name]): Promise<number>;
  /** Deletes what is kept of a kind, if it is of this version. Default: any. */
  remove(token: string, kind: Kind, from?: number): Promise<void>;
  /** Deletes everything, and signs out everywhere. */
  removeAll(token: string): Promise<void>;
}

/**
 * Creates a client of what an index keeps for its users.
 * @param url Where the API is.
 * @throws TypeError when it is no URL
 */
export function createPersonalClient(url: string, options: IndexerClientOptions = {}): PersonalClient {
  const base = new URL(url).href.replace(/\/$/, "");
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const ask = async (method: string, path: string, { token, from, body }: Asked = {}): Promise<never> => {
    const headers: Record<string, string> = { accept: "application/json" };
    if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
    if (from !== undefined) headers["if-match"] = `"${from}"`;
    if (body !== undefined) headers["content-type"] = "application/json";
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return answerOf(send, `${base}${path}`, { method, headers, cache: "no-store", ...content });
  };
  return {
    nonce: () => ask("GET", "/session/nonce"),
    signIn: (signed) => ask("POST", "/session", { body: signed }),
    renew: (token) => ask("POST", "/session/renewal", { token }),
    signOut: (token) => ask("DELETE", "/session", { token }),
    read: (token, kind) => ask("GET", `/account/${kind}`, { token }),
    async write(token, kind, from, data) {
      const { version }: { version: number } = await ask("PUT", `/account/${kind}`, { token, from, body: data });
      return version;
    },
    remove: (token, kind, from) => ask("DELETE", `/account/${kind}`, { token, ...(from !== undefined && { from }) }),
    removeAll: (token) => ask("DELETE", "/account", { token }),
  };
}

interface Asked {
  token?: string;
  from?: number;
  body?: object;
}

async function answerOf(send: typeof fetch, url: string, init: RequestInit): Promise<never> {
  let response: Response;
  try {
    response = await send(url, init);
  } catch (error) {
    throw new IndexerError(0, `${url} did not answer: ${(error as Error).message}`, undefined, { cause: error });
  }
  if (response.status === 204) return undefined as never;
  const content: unknown = await response.json().catch(() => undefined);
  if (response.ok && content !== undefined) return content as never;
  const problem = content as ProblemDetails | undefined;
  const detail = problem?.detail ?? `status ${response.status}, and no JSON`;
  throw new IndexerError(response.status, `${url}: ${detail}`, problem);
}
