import type { Text } from "../i18n/text.ts";

export type CallAsset = "SCV" | "ETH";
export type DaoSetting = keyof Text["dao"]["ruleNames"];

/** What a call of a proposal does. Amounts are base units or wei, times are seconds. */
export type CallFacts =
  | { does: "pay"; asset: CallAsset; amount: bigint; to: string; isLiquidity: boolean; reference: string | undefined }
  | { does: "payTokens"; token: string; amount: bigint; to: string; reference: string | undefined }
  | { does: "budget"; asset: CallAsset; steward: string; amount: bigint; period: bigint }
  | { does: "cap"; asset: CallAsset; amount: bigint; period: bigint }
  | { does: "mint"; amount: bigint; to: string }
  | { does: "fee" | "loanFee"; bps: bigint }
  | ({ does: "addLiquidity"; ether: bigint } & LiquidityFacts)
  | ({ does: "removeLiquidity" } & LiquidityFacts)
  | { does: "setting"; setting: DaoSetting; value: bigint | string }
  | { does: "sendEther"; to: string; amount: bigint };

/** Bounds of a change of the trading pair's liquidity. */
export interface LiquidityFacts {
  minCoins: bigint;
  minEther: bigint;
  /** The account that receives the liquidity tokens, or what they are worth; undefined for the treasury. */
  to: string | undefined;
  validUntil: bigint;
}
