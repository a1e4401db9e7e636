/** Where the API listens, and to whom. */
export interface ApiSettings {
  host: string;
  port: number;
  /** Sites whose scripts may read the answers; `*` for all. */
  origins: readonly string[];
  /** Proxies in front whose `X-Forwarded-For` is believed. */
  proxies: number;
  /** Whether users of these sites may sign in, and have an address book, drafts and settings kept for them. */
  isPersonal: boolean;
}

/** The default port. The facilitator's is the one before. */
export const API_PORT = 4403;

/** The default address: of this machine only. */
export const API_HOST = "127.0.0.1";
