import {
  customCall,
  ETHER,
  mintCall,
  payCall,
  setBudgetCall,
  setCapCall,
  setExecutionDelayCall,
  setFeeCall,
  setGracePeriodCall,
  setLateQuorumVoteExtensionCall,
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

/** The call that does what is wanted. */
export function callFor(client: Client, intent: Intent): ProposalCall {
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
