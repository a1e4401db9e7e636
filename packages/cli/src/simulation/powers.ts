import { ZeroAddress } from "ethers";
import type { ProposalCall, ServiceCoinEvent } from "@servicecoin/sdk";

/** Events that tell of a change of power: who decides, by which rules, and who may move the DAO's money. */
const POWERS: Readonly<Record<string, string | undefined>> = {
  OwnershipTransferred: "changes an owner",
  ProposalGuardianSet: "changes who can cancel proposals",
  VotingDelaySet: "changes the rules of voting",
  VotingPeriodSet: "changes the rules of voting",
  LateQuorumVoteExtensionSet: "changes the rules of voting",
  ProposalThresholdSet: "changes the rules of voting",
  QuorumNumeratorUpdated: "changes the rules of voting",
  QuorumFloorSet: "changes the rules of voting",
  ExecutionDelaySet: "changes the time to react to a passed proposal",
  GracePeriodSet: "changes the time to react to a passed proposal",
  BudgetSet: "changes who may spend the treasury's money without a vote",
  CapSet: "changes how much may leave the treasury",
  CapScheduled: "changes how much may leave the treasury",
  FeeSet: "changes the fee that users pay",
  DelegateChanged: "changes who votes with the DAO's coins",
};

/** What a call changes about power, each once. */
export function powersOf({ summary }: ProposalCall, events: readonly ServiceCoinEvent[]): string[] {
  const found = events.flatMap(({ contract, name, args }) => {
    const known = POWERS[name];
    if (known !== undefined) return [known];
    const isMinted = contract === "ServiceCoin" && name === "Transfer" && "from" in args && args.from === ZeroAddress;
    return isMinted ? ["creates coins, which makes all others worth a smaller share"] : [];
  });
  const isUnknown = summary.includes("NOT DECODED");
  return [...new Set(isUnknown ? [...found, "calls what cannot be decoded"] : found)];
}
