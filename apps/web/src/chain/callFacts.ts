import { CONTRACTS, type ContractName } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { ZeroAddress, ZeroHash } from "ethers";
import type { Network } from "../config/config.ts";
import type { CallFacts, DaoSetting } from "./callKinds.ts";

/** A call, as the index has it. */
interface RawCall {
  target: string;
  /** Wei. */
  value: string;
  data: string;
}

/** Setters of the DAO, and what they set. */
const SETTERS: Readonly<Record<string, DaoSetting>> = {
  setVotingDelay: "votingDelay",
  setVotingPeriod: "votingPeriod",
  setLateQuorumVoteExtension: "lateQuorumVoteExtension",
  setExecutionDelay: "executionDelay",
  setGracePeriod: "gracePeriod",
  setProposalThreshold: "proposalThreshold",
  updateQuorumNumerator: "quorumNumerator",
  setQuorumFloor: "quorumFloor",
  setProposalGuardian: "proposalGuardian",
};

/**
 * What a call of a proposal does; undefined for what the page has no words for: the index describes that in English.
 */
export function factsOfCall({ deployment }: Network, { target, value, data }: RawCall): CallFacts | undefined {
  const wei = BigInt(value);
  const contract = CONTRACTS.find((name) => isSame(deployment.contracts[name].address, target));
  if (data === "0x" && wei > 0n) return { does: "sendEther", to: target, amount: wei };
  if (contract === undefined || wei > 0n) return undefined;
  try {
    const parsed = INTERFACES[contract].parseTransaction({ data });
    if (parsed === null) return undefined;
    const args = parsed.args.toObject();
    const isScv = isSame(deployment.contracts.ServiceCoin.address, String(args["asset"]));
    return knownCall(contract, parsed.name, args, isScv);
  } catch {
    // The selector fits, and the data does not: the call would fail.
    return undefined;
  }
}

function knownCall(
  contract: ContractName,
  name: string,
  args: Record<string, unknown>,
  isScv: boolean,
): CallFacts | undefined {
  const text = (field: string) => String(args[field]);
  const number = (field: string) => args[field] as bigint;
  // Of other tokens the decimals are not known.
  const asset = isScv ? "SCV" : text("asset") === ZeroAddress ? "ETH" : undefined;
  switch (`${contract}.${name}`) {
    case "Treasury.pay": {
      const ref = text("ref") === ZeroHash ? undefined : text("ref");
      return asset && { does: "pay", asset, amount: number("amount"), to: text("to"), reference: ref };
    }
    case "Treasury.setBudget": {
      const [amount, period] = [number("amount"), number("period")];
      return asset && { does: "budget", asset, steward: text("steward"), amount, period };
    }
    case "Treasury.setCap":
      return asset && { does: "cap", asset, amount: number("amount"), period: number("period") };
    case "ServiceCoin.mint":
      return { does: "mint", amount: number("amount"), to: text("to") };
    case "PaymentHub.setFee":
      return { does: "fee", bps: number("fee_") };
    default: {
      const setting = contract === "ServiceDAO" ? SETTERS[name] : undefined;
      const given: unknown = Object.values(args)[0];
      if (setting === undefined || (typeof given !== "bigint" && typeof given !== "string")) return undefined;
      return { does: "setting", setting, value: given };
    }
  }
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
