import { parseEther } from "ethers";
import type { Logger } from "pino";
import type { Client } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import type { Discovery } from "../discovery/startDiscovery.js";
import type { SettlerOptions } from "../settlement/settler.js";
import type { Limits } from "./limits.js";

/** What a facilitator runs with. Milliseconds, unless said otherwise. */
export interface FacilitatorOptions extends Limits, Partial<SettlerOptions> {
  /**
   * The system, seen by the account that pays the gas. It must sign without sending, as a `Wallet` does, and must be used by nothing
   * else: the facilitator gives out its nonces.
   */
  client: Client;
  /** File of the journal. Its folder is made when there is none. */
  journal: string;
  /** Address to listen on, 127.0.0.1 unless told. */
  host?: string | undefined;
  /** Port to listen on, 4402 unless told; 0 for any that is free. */
  port?: number | undefined;
  /** Blocks until an outcome stays, 1 unless told. */
  confirmations?: number | undefined;
  /** The most that the account pays, in wei per gas; without end unless told. */
  maxFeePerGas?: bigint | undefined;
  /** With less than this, in wei, the account counts as empty: `/healthz` says so. 0.01 ether unless told. */
  leastBalance?: bigint | undefined;
  /** Where the log goes; nowhere unless told. */
  log?: Logger | undefined;
  /** Answers what is below `/discovery`; whoever started it stops it. */
  discovery?: Pick<Discovery, "router" | "stats"> | undefined;
}

export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PORT = 4402;
export const DEFAULT_LEAST_BALANCE = parseEther("0.01");

/** How a facilitator settles unless told otherwise. */
export function defaultsFor(chainId: bigint): SettlerOptions {
  return {
    gather: 10,
    linger: 250,
    max: 100,
    capacity: 1_000,
    patience: 20_000,
    poll: isLocalChain(chainId) ? 50 : 500,
    resend: 15_000,
    answerWithin: 10_000,
    drain: 5_000,
  };
}
