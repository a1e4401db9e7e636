import { Contract } from "ethers";
import { providerOf, type Client } from "../core/client.js";
import { withErrors } from "../core/errors.js";

/** The trading pair, and the share of an account. */
export interface Liquidity {
  /** Address of the pair (Uniswap V2), which is also its liquidity token (ERC-20). */
  pair: string;
  /** Base units of SCV in the pair. */
  coinReserve: bigint;
  /** Wei in the pair. */
  etherReserve: bigint;
  /** Liquidity tokens in all. */
  totalSupply: bigint;
  /** Liquidity tokens of the account. */
  tokens: bigint;
  /** Base units of SCV and wei that they would return now. */
  share: { coins: bigint; wei: bigint };
}

const PAIR = ["function totalSupply() view returns (uint256)", "function balanceOf(address) view returns (uint256)"];

/**
 * Reads the trading pair of SCV and ether, and the share of an account in it.
 * @param params `account`: whose share. Default: the treasury.
 */
export async function readLiquidity(client: Client, { account }: { account?: string } = {}): Promise<Liquidity> {
  return withErrors(async () => {
    const pair = await client.checkout.pair();
    const token = new Contract(pair, PAIR, providerOf(client));
    const [[coinReserve, etherReserve], totalSupply, tokens] = await Promise.all([
      client.checkout.reserves(),
      token.getFunction("totalSupply")() as Promise<bigint>,
      token.getFunction("balanceOf")(account ?? client.addresses.Treasury) as Promise<bigint>,
    ]);
    const part = (reserve: bigint): bigint => (totalSupply === 0n ? 0n : (reserve * tokens) / totalSupply);
    const share = { coins: part(coinReserve), wei: part(etherReserve) };
    return { pair, coinReserve, etherReserve, totalSupply, tokens, share };
  });
}
