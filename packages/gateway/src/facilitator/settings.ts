import { parseEther } from "ethers";
import type { Logger } from "pino";
import type { Client } from "@servicecoin/sdk";
import { isLocalChain } from "@servicecoin/sdk/internal";
import type { Discovery } from "../discovery/startDiscovery.js";
import type { SettlerOptions } from "../settlement/settlerTypes.js";
import type { Limits } from "./requirements.js";

/** Options of a facilitator. Durations are in milliseconds. */
export interface FacilitatorOptions extends Limits, Partial<SettlerOptions> {
  /**
   * The system, connected with the account that pays the gas. It must sign without sending, as a `Wallet` does. Nothing
   * else may use the account, because the facilitator assigns its nonces.
   */
  client: Client;
  /** File of the journal. Its folder is created if it does not exist. */
  journal: string;
  /** Address to listen on. Default: 127.0.0.1. */
  host?: string | undefined;
  /** Port to listen on; 0 for any free one. Default: 4402. */
  port?: number | undefined;
  /** Confirmations until an outcome is final. Default: 1. */
  confirmations?: number | undefined;
  /** Fee cap in wei per gas. Default: none. */
  maxFeePerGas?: bigint | undefined;
  /** Balance in wei below which `/healthz` reports the account as unfunded. Default: 0.01 ether. */
  leastBalance?: bigint | undefined;
  /** Receives the log. Default: no log. */
  log?: Logger | undefined;
  /** Serves all paths below `/discovery`. The caller who started it must stop it. */
  discovery?: Pick<Discovery, "router" | "stats"> | undefined;
}

export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PORT = 4402;
export const DEFAULT_LEAST_BALANCE = parseEther("0.01");

/** Returns the defaults of the settlement on a chain. */
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
