import { CONTRACTS, type ContractName } from "@servicecoin/sdk";
import { INTERFACES } from "@servicecoin/sdk/internal";
import { ZeroAddress, ZeroHash } from "ethers";
import type { Network } from "../config/config.ts";
import type { CallFacts, DaoSetting, LiquidityFacts } from "./callKinds.ts";

/** A call, as the index has it. */
interface RawCall {
  target: string;
  /** Wei. */
  value: string;
  data: string;
}

type Args = Record<string, unknown>;

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
    if (contract === "Treasury" && parsed.name === "execute") return liquidityCall(deployment, args);
    return knownCall(deployment, contract, parsed.name, args);
  } catch {
    // The selector fits, and the data does not: the call would fail.
    return undefined;
  }
}

/** What the treasury does with the trading pair's liquidity; undefined for any other call as the treasury. */
function liquidityCall({ contracts }: Network["deployment"], args: Args): CallFacts | undefined {
  const [target, value, data, ref] = [args["target"], args["value"], args["data"], args["ref"]];
  if (!isSame(contracts.PairLiquidity.address, String(target)) || ref !== ZeroHash) return undefined;
  const parsed = INTERFACES.PairLiquidity.parseTransaction({ data: String(data) });
  if (parsed === null) return undefined;
  const inner: Args = parsed.args.toObject();
  const to = String(inner["to"]);
  const facts: LiquidityFacts = {
    ...{ minCoins: inner["minCoin"] as bigint, minEther: inner["minEther"] as bigint },
    ...{ to: isSame(contracts.Treasury.address, to) ? undefined : to, validUntil: inner["validUntil"] as bigint },
  };
  if (parsed.name === "add") return { does: "addLiquidity", ether: value as bigint, ...facts };
  return parsed.name === "remove" && value === 0n ? { does: "removeLiquidity", ...facts } : undefined;
}

function knownCall(
  { contracts }: Network["deployment"],
  contract: ContractName,
  name: string,
  args: Args,
): CallFacts | undefined {
  const isScv = isSame(contracts.ServiceCoin.address, String(args["asset"]));
  const text = (field: string) => String(args[field]);
  const number = (field: string) => args[field] as bigint;
  // Of other tokens the decimals are not known.
  const asset = isScv ? "SCV" : text("asset") === ZeroAddress ? "ETH" : undefined;
  switch (`${contract}.${name}`) {
    case "Treasury.pay": {
      const ref = text("ref") === ZeroHash ? undefined : text("ref");
      const [to, amount] = [text("to"), number("amount")];
      const isLiquidity = isSame(contracts.PairLiquidity.address, to);
      if (asset !== undefined) return { does: "pay", asset, amount, to, isLiquidity, reference: ref };
      // Liquidity is removed with the pair's own tokens.
      return isLiquidity ? { does: "payTokens", token: text("asset"), amount, to, reference: ref } : undefined;
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
    case "Credit.setFee":
      return { does: "loanFee", bps: number("fee_") };
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
