import {
  addLiquidityCalls,
  customCall,
  ETHER,
  mintCall,
  payCall,
  readLiquidity,
  removeLiquidityCalls,
  setBudgetCall,
  setCapCall,
  setExecutionDelayCall,
  setFeeCall,
  setGracePeriodCall,
  setLateQuorumVoteExtensionCall,
  setLoanFeeCall,
  setProposalGuardianCall,
  setProposalThresholdCall,
  setQuorumFloorCall,
  setVotingDelayCall,
  setVotingPeriodCall,
  updateQuorumNumeratorCall,
  type Client,
  type ProposalCall,
} from "@servicecoin/sdk";
import type { AssetName, Intent, SettingName } from "./drafts.ts";

/** The address that stands for an asset in the treasury. */
export function assetOf({ addresses }: Client, asset: AssetName): string {
  return asset === "ETH" ? ETHER : addresses.ServiceCoin;
}

/** Of what is expected now, in percent, that must at least be added or taken out. A vote takes days. */
export const LEAST_LIQUIDITY = 95n;

/** The calls that do what is wanted. Later ones need what the first one does. */
export async function callsFor(client: Client, intent: Intent): Promise<ProposalCall[]> {
  if (intent.kind === "addLiquidity") {
    const { coins, wei, within } = intent;
    const limits = { minCoins: leastOf(coins), minWei: leastOf(wei), validUntil: await timeIn(client, within) };
    return addLiquidityCalls(client, { coins, wei, ...limits });
  }
  if (intent.kind === "removeLiquidity") {
    const { pair, tokens, share } = await readLiquidity(client);
    const part = (whole: bigint) => (whole * intent.share) / 100n;
    return removeLiquidityCalls(client, pair, {
      tokens: part(tokens),
      ...{ minCoins: leastOf(part(share.coins)), minWei: leastOf(part(share.wei)) },
      validUntil: await timeIn(client, intent.within),
    });
  }
  return [callFor(client, intent)];
}

function leastOf(amount: bigint): bigint {
  return (amount * LEAST_LIQUIDITY) / 100n;
}

/** The time now. The last block may be hours old, and the clock of a local chain days ahead. */
export function timeNow(clock: bigint): bigint {
  const here = BigInt(Math.floor(Date.now() / 1_000));
  return here > clock ? here : clock;
}

async function timeIn({ dao }: Client, seconds: bigint): Promise<bigint> {
  return timeNow(await dao.clock()) + seconds;
}

type OneCall = Exclude<Intent, { kind: "addLiquidity" | "removeLiquidity" }>;

function callFor(client: Client, intent: OneCall): ProposalCall {
  switch (intent.kind) {
    case "pay": {
      const { asset, to, amount, reference } = intent;
      const ref = reference !== undefined && { ref: reference };
      return payCall(client, { asset: assetOf(client, asset), to, amount, ...ref });
    }
    case "mint":
      return mintCall(client, intent);
    case "budget":
      return setBudgetCall(client, { ...intent, asset: assetOf(client, intent.asset) });
    case "cap":
      return setCapCall(client, { ...intent, asset: assetOf(client, intent.asset) });
    case "fee":
      return setFeeCall(client, intent);
    case "loanFee":
      return setLoanFeeCall(client, intent);
    case "setting":
      return settingCall(client, intent.name, intent.value);
    case "text":
      // A proposal needs a call. The DAO accepts an empty one from itself, which changes nothing.
      return customCall(client, { target: client.addresses.ServiceDAO });
  }
}

function settingCall(client: Client, name: SettingName, value: bigint | string): ProposalCall {
  const number = BigInt(value);
  switch (name) {
    case "votingDelay":
      return setVotingDelayCall(client, { seconds: number });
    case "votingPeriod":
      return setVotingPeriodCall(client, { seconds: number });
    case "lateQuorumVoteExtension":
      return setLateQuorumVoteExtensionCall(client, { seconds: number });
    case "executionDelay":
      return setExecutionDelayCall(client, { seconds: number });
    case "gracePeriod":
      return setGracePeriodCall(client, { seconds: number });
    case "proposalThreshold":
      return setProposalThresholdCall(client, { votes: number });
    case "quorumNumerator":
      return updateQuorumNumeratorCall(client, { percent: number });
    case "quorumFloor":
      return setQuorumFloorCall(client, { votes: number });
    case "proposalGuardian":
      return setProposalGuardianCall(client, { guardian: String(value) });
  }
}
