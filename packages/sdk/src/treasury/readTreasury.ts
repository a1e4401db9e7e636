import { isError } from "ethers";
import type { ServiceCoin } from "../typechain/ServiceCoin.js";
import { type Client, providerOf } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";

/** What the treasury holds. */
export interface TreasuryBalances {
  /** Wei. */
  ether: bigint;
  /** Base units of SCV. */
  scv: bigint;
  /** Base units of the other tokens that were asked for. */
  tokens: { asset: string; balance: bigint }[];
  /** Assets that are capped: addresses of tokens, or zero for ether. */
  cappedAssets: string[];
}

/**
 * What the treasury holds now.
 * @param params `assets` are addresses of ERC-20 tokens to look at as well; none unless told.
 * @throws ServiceCoinError `InvalidArgument` when one of them is no token
 */
export function readTreasury(
  client: Client,
  { assets = [] }: { assets?: readonly string[] } = {},
): Promise<TreasuryBalances> {
  const { addresses, coin, treasury } = client;
  return withErrors(async () => {
    const [ether, scv, cappedAssets, ...balances] = await Promise.all([
      providerOf(client).getBalance(addresses.Treasury),
      coin.balanceOf(addresses.Treasury),
      treasury.cappedAssets(),
      ...assets.map((asset) => balanceOf(client, asset)),
    ]);
    const tokens = assets.map((asset, i) => ({ asset, balance: balances[i] }));
    return { ether, scv, tokens, cappedAssets: [...cappedAssets] };
  });
}

async function balanceOf({ addresses, coin }: Client, asset: string): Promise<bigint> {
  try {
    return await (coin.attach(asset) as ServiceCoin).balanceOf(addresses.Treasury);
  } catch (error) {
    // Nobody answered, or with something else than a number.
    if (!isError(error, "BAD_DATA") && !isError(error, "CALL_EXCEPTION")) throw error;
    throw new ServiceCoinError("InvalidArgument", { argument: "asset", value: asset }, error);
  }
}
