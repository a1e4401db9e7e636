import { createHmac, hash, randomBytes, timingSafeEqual } from "node:crypto";
import type { PersonalDatabase } from "./database.js";
import type { Kind } from "./shapes.js";

/** A signed-in user. */
export interface Session {
  /** In lower case. */
  account: string;
  /** The site where the user signed in. Others may not use the session. */
  origin: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Until when it can be renewed, in milliseconds since 1970. */
  renewableUntil: number;
}

/** A session, and the secret that proves it, which is kept by its hash only. */
export interface IssuedSession extends Session {
  token: string;
}

/** What is kept of one kind. Version 0 is that of nothing. */
export interface Document {
  version: number;
  /** JSON; undefined when nothing is kept. */
  data: string | undefined;
}

/** What became of a change. */
export type Change =
  { outcome: "kept"; version: number } | { outcome: "changed"; version: number } | { outcome: "full" };

const MINUTE = 60_000;

/** How long a session lasts. */
export const SESSION_MS = 30 * MINUTE;
/** How long it can be renewed for without a new signature. */
export const RENEWAL_MS = 12 * 60 * MINUTE;
/** How long a nonce can be signed with. */
export const NONCE_MS = 5 * MINUTE;

/** Sessions of an account. The one that ends first makes room. */
const MAX_SESSIONS = 20;

/** Documents of all accounts together, so that made-up accounts do not fill the disk. */
const MAX_DOCUMENTS = 300_000;

/** Bytes of a nonce: the second when it expires, random ones, and the proof that it is ours. */
const NONCE = { time: 5, random: 8, proof: 10 };

/** Sessions, and what users keep. */
export class PersonalStore {
  readonly #database: PersonalDatabase;
  readonly #chainId: number;
  readonly #key: string;
  readonly #now: () => number;
  readonly #maxDocuments: number;

  private constructor(database: PersonalDatabase, chainId: number, key: string, options: StoreOptions) {
    this.#database = database;
    this.#chainId = chainId;
    this.#key = key;
    this.#now = options.now ?? Date.now;
    this.#maxDocuments = options.maxDocuments ?? MAX_DOCUMENTS;
  }

  /** @throws DatabaseError of the database */
  static async open(database: PersonalDatabase, chainId: number, options: StoreOptions = {}): Promise<PersonalStore> {
    const insert = "INSERT INTO {about} (key, value) VALUES ('nonceKey', ?) ON CONFLICT (key) DO NOTHING";
    await database.all(insert, [randomBytes(32).toString("base64url")]);
    const [row] = await database.all<{ value: string }>("SELECT value FROM {about} WHERE key = 'nonceKey'");
    return new PersonalStore(database, chainId, row?.value ?? "", options);
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#now();
  }

  /**
   * Makes a nonce. It proves by itself that it is ours and until when it holds: only those that were used are kept, so
   * that nobody can fill the store by asking for many.
   */
  newNonce(): { nonce: string; expiresAt: number } {
    const expiresAt = Math.floor((this.now() + NONCE_MS) / 1_000);
    const time = Buffer.alloc(NONCE.time);
    time.writeUIntBE(expiresAt, 0, NONCE.time);
    const body = Buffer.concat([time, randomBytes(NONCE.random)]);
    return { nonce: Buffer.concat([body, this.#proofOf(body)]).toString("hex"), expiresAt: expiresAt * 1_000 };
  }

  /** Whether a nonce is ours and holds still, in milliseconds since 1970; undefined when it does not. */
  nonceExpiry(nonce: string): number | undefined {
    const bytes = Buffer.from(nonce, "hex");
    const { time, random, proof } = NONCE;
    if (bytes.length !== time + random + proof || bytes.toString("hex") !== nonce) return undefined;
    const body = bytes.subarray(0, time + random);
    if (!timingSafeEqual(bytes.subarray(time + random), this.#proofOf(body))) return undefined;
    const expiresAt = body.readUIntBE(0, time) * 1_000;
    return expiresAt > this.now() ? expiresAt : undefined;
  }

  /** Notes that a nonce is used. @returns Whether it was not used before */
  async useNonce(nonce: string, expiresAt: number): Promise<boolean> {
    await this.#database.all("DELETE FROM {used_nonces} WHERE expires_at <= ?", [this.now()]);
    const insert = "INSERT INTO {used_nonces} (nonce, expires_at) VALUES (?, ?) ON CONFLICT (nonce) DO NOTHING";
    return (await this.#database.all(`${insert} RETURNING nonce`, [nonce, expiresAt])).length > 0;
  }

  /** Starts a session. */
  async startSession(account: string, origin: string): Promise<IssuedSession> {
    const now = this.now();
    await this.#database.all("DELETE FROM {sessions} WHERE expires_at <= ?", [now]);
    const renewableUntil = now + RENEWAL_MS;
    const session = await this.#insert({ account, origin, expiresAt: now + SESSION_MS, renewableUntil });
    await this.#database.all(
      `DELETE FROM {sessions} WHERE chain_id = ? AND account = ? AND token_hash NOT IN (SELECT token_hash
        FROM {sessions} WHERE chain_id = ? AND account = ? ORDER BY expires_at DESC, token_hash LIMIT ${MAX_SESSIONS})`,
      [this.#chainId, account, this.#chainId, account],
    );
    return session;
  }

  /** The session that a token proves; undefined when it proves none, or no longer. */
  async findSession(token: string): Promise<Session | undefined> {
    const [row] = await this.#database.all<SessionRow>(
      "SELECT * FROM {sessions} WHERE token_hash = ? AND chain_id = ? AND expires_at > ?",
      [hashOf(token), this.#chainId, this.now()],
    );
    return row && sessionOf(row);
  }

  /** Replaces a session by a longer one, not longer than it can be renewed. @returns undefined when it has ended */
  async renewSession(token: string): Promise<IssuedSession | undefined> {
    const [row] = await this.#database.all<SessionRow>(
      "DELETE FROM {sessions} WHERE token_hash = ? AND chain_id = ? AND expires_at > ? RETURNING *",
      [hashOf(token), this.#chainId, this.now()],
    );
    if (row === undefined) return undefined;
    const session = sessionOf(row);
    const expiresAt = Math.min(this.now() + SESSION_MS, session.renewableUntil);
    return this.#insert({ ...session, expiresAt });
  }

  async endSession(token: string): Promise<void> {
    await this.#database.all("DELETE FROM {sessions} WHERE token_hash = ?", [hashOf(token)]);
  }

  async read(account: string, kind: Kind): Promise<Document> {
    const [row] = await this.#database.all<{ version: number; data: string }>(
      "SELECT version, data FROM {documents} WHERE chain_id = ? AND account = ? AND kind = ?",
      [this.#chainId, account, kind],
    );
    return row === undefined ? { version: 0, data: undefined } : { version: row.version, data: row.data };
  }

  /** Replaces what is kept, if it is still of the version that the change was made from. */
  async write(account: string, kind: Kind, from: number, data: string): Promise<Change> {
    // From the clock: what was deleted and kept again has another version than before.
    const version = Math.max(this.now(), from + 1);
    if (from === 0 && (await this.#isFull())) return { outcome: "full" };
    const key = [this.#chainId, account, kind];
    const rows =
      from === 0
        ? await this.#database.all(
            `INSERT INTO {documents} (chain_id, account, kind, version, data) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (chain_id, account, kind) DO NOTHING RETURNING version`,
            [...key, version, data],
          )
        : await this.#database.all(
            `UPDATE {documents} SET version = ?, data = ? WHERE chain_id = ? AND account = ? AND kind = ?
              AND version = ? RETURNING version`,
            [version, data, ...key, from],
          );
    if (rows.length > 0) return { outcome: "kept", version };
    return { outcome: "changed", version: (await this.read(account, kind)).version };
  }

  /** Deletes what is kept of one kind, if it is still of a version. @param from Undefined for any */
  async remove(account: string, kind: Kind, from: number | undefined): Promise<Change> {
    const rows = await this.#database.all(
      `DELETE FROM {documents} WHERE chain_id = ? AND account = ? AND kind = ?
        ${from === undefined ? "" : "AND version = ?"} RETURNING version`,
      [this.#chainId, account, kind, ...(from === undefined ? [] : [from])],
    );
    if (rows.length > 0) return { outcome: "kept", version: 0 };
    const { version } = await this.read(account, kind);
    return { outcome: version === (from ?? version) ? "kept" : "changed", version };
  }

  /** Deletes everything that is kept for an account, and ends its sessions. */
  async removeAll(account: string): Promise<void> {
    await this.#database.all("DELETE FROM {documents} WHERE chain_id = ? AND account = ?", [this.#chainId, account]);
    await this.#database.all("DELETE FROM {sessions} WHERE chain_id = ? AND account = ?", [this.#chainId, account]);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  async #insert(session: Session): Promise<IssuedSession> {
    const token = randomBytes(32).toString("base64url");
    const { account, origin, expiresAt, renewableUntil } = session;
    await this.#database.all(
      `INSERT INTO {sessions} (token_hash, chain_id, account, origin, expires_at, renewable_until)
        VALUES (?, ?, ?, ?, ?, ?)`,
      [hashOf(token), this.#chainId, account, origin, expiresAt, renewableUntil],
    );
    return { ...session, token };
  }

  async #isFull(): Promise<boolean> {
    const [row] = await this.#database.all<{ count: number }>("SELECT count(*) AS count FROM {documents}");
    return (row?.count ?? 0) >= this.#maxDocuments;
  }

  #proofOf(body: Buffer): Buffer {
    const chain = String(this.#chainId);
    return createHmac("sha256", this.#key).update(chain).update(body).digest().subarray(0, NONCE.proof);
  }
}

/** How the store behaves. */
export interface StoreOptions {
  /** Returns milliseconds since 1970. */
  now?: (() => number) | undefined;
  /** Documents of all accounts together. Default: 300,000. */
  maxDocuments?: number | undefined;
}

interface SessionRow {
  account: string;
  origin: string;
  expires_at: number;
  renewable_until: number;
}

function sessionOf({ account, origin, expires_at, renewable_until }: SessionRow): Session {
  return { account, origin, expiresAt: expires_at, renewableUntil: renewable_until };
}

function hashOf(token: string): string {
  return hash("sha256", token, "base64url");
}
