import type { Client } from "../core/client.js";
import { callOf, type ProposalCall } from "../proposals/calls/call.js";
import { executeCall, payCall } from "../proposals/calls/payments.js";

/** Liquidity that the treasury adds to the trading pair. Amounts are base units of SCV and wei. */
export interface LiquidityToAdd {
  coins: bigint;
  wei: bigint;
  /** The least SCV to add. A vote takes days: leave room for the price to move. What is not added comes back. */
  minCoins: bigint;
  /** The least ether to add. */
  minWei: bigint;
  /** Receives the pair's liquidity tokens. Default: the treasury. */
  to?: string | undefined;
  /** Last second in which the proposal can do this, in seconds since 1970. */
  validUntil: bigint;
}

/** Liquidity that the treasury removes from the trading pair. */
export interface LiquidityToRemove {
  /** Liquidity tokens of the pair, in base units. */
  tokens: bigint;
  /** The least SCV to receive, in base units. */
  minCoins: bigint;
  /** The least ether to receive, in wei. */
  minWei: bigint;
  /** Receives SCV and ether. Default: the treasury. */
  to?: string | undefined;
  /** Last second in which the proposal can do this, in seconds since 1970. */
  validUntil: bigint;
}

/**
 * Returns the calls by which the treasury provides liquidity, within its caps and without an allowance. Both must be in
 * one proposal, in this order.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function addLiquidityCalls(client: Client, liquidity: LiquidityToAdd): ProposalCall[] {
  const { ServiceCoin: asset, PairLiquidity: target, Treasury } = client.addresses;
  const { coins, wei, minCoins, minWei, to = Treasury, validUntil } = liquidity;
  const data = encode(client, "add", [minCoins, minWei, to, validUntil]);
  return [payCall(client, { asset, to: target, amount: coins }), executeCall(client, { target, value: wei, data })];
}

/**
 * Returns the calls by which the treasury withdraws liquidity. Both must be in one proposal, in this order.
 * @param pair Address of the trading pair, see `readLiquidity`.
 * @throws ServiceCoinError `InvalidArgument`
 */
export function removeLiquidityCalls(client: Client, pair: string, liquidity: LiquidityToRemove): ProposalCall[] {
  const { PairLiquidity: target, Treasury } = client.addresses;
  const { tokens, minCoins, minWei, to = Treasury, validUntil } = liquidity;
  const data = encode(client, "remove", [minCoins, minWei, to, validUntil]);
  return [payCall(client, { asset: pair, to: target, amount: tokens }), executeCall(client, { target, data })];
}

/** Goes through `callOf`, which turns errors of ethers into those of the SDK. */
function encode(client: Client, name: "add" | "remove", args: [bigint, bigint, string, bigint]): string {
  const { interface: abi } = client.liquidity;
  return callOf(client, "PairLiquidity", () =>
    name === "add" ? abi.encodeFunctionData(name, args) : abi.encodeFunctionData(name, args),
  ).data;
}
