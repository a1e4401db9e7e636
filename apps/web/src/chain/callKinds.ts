import type { Text } from "../i18n/text.ts";

export type CallAsset = "SCV" | "ETH";
export type DaoSetting = keyof Text["dao"]["ruleNames"];

/** What a call of a proposal does. Amounts are base units or wei, times are seconds. */
export type CallFacts =
  | { does: "pay"; asset: CallAsset; amount: bigint; to: string; reference: string | undefined }
  | { does: "budget"; asset: CallAsset; steward: string; amount: bigint; period: bigint }
  | { does: "cap"; asset: CallAsset; amount: bigint; period: bigint }
  | { does: "mint"; amount: bigint; to: string }
  | { does: "fee"; bps: bigint }
  | { does: "setting"; setting: DaoSetting; value: bigint | string }
  | { does: "sendEther"; to: string; amount: bigint };
