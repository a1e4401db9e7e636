import { isError } from "ethers";
import type { ServiceCoin } from "../typechain/ServiceCoin.js";
import { type Client, providerOf } from "../core/client.js";
import { ServiceCoinError, withErrors } from "../core/errors.js";
import { isRevert } from "../core/nodeErrors.js";

/** What the treasury holds. */
export interface TreasuryBalances {
  /** Wei. */
  ether: bigint;
  /** Base units of SCV. */
  scv: bigint;
  /** Base units of the other requested tokens. */
  tokens: { asset: string; balance: bigint }[];
  /** Capped assets: addresses of tokens, or zero for ether. */
  cappedAssets: string[];
}

/**
 * Reads what the treasury holds now.
 * @param params `assets` are addresses of further ERC-20 tokens to read. Default: none.
 * @throws ServiceCoinError `InvalidArgument` when one of them is not a token
 */
export function readTreasury(
  client: Client,
  { assets = [] }: { assets?: readonly string[] } = {},
): Promise<TreasuryBalances> {
  const { addresses, coin, treasury } = client;
  return withErrors(async () => {
    const [ether, scv, cappedAssets, tokens] = await Promise.all([
      providerOf(client).getBalance(addresses.Treasury),
      coin.balanceOf(addresses.Treasury),
      treasury.cappedAssets(),
      Promise.all(assets.map(async (asset) => ({ asset, balance: await balanceOf(client, asset) }))),
    ]);
    return { ether, scv, tokens, cappedAssets: [...cappedAssets] };
  });
}

async function balanceOf({ addresses, coin }: Client, asset: string): Promise<bigint> {
  try {
    return await (coin.attach(asset) as ServiceCoin).balanceOf(addresses.Treasury);
  } catch (error) {
    // There is no contract, or it returned something else than a number.
    if (!isError(error, "BAD_DATA") && !isRevert(error)) throw error;
    throw new ServiceCoinError("InvalidArgument", { argument: "asset", value: asset }, error);
  }
}
