import {
  delegationData,
  dealIdOf,
  readAuthorization,
  readDeal,
  submitBallotPaper,
  submitCancellation,
  submitDelegation,
  submitLock,
  submitOrderPayment,
  submitReleases,
  submitTransfer,
  submitVote,
  toServiceCoinError,
  type Authorization,
  type Client,
  type PreparedAction,
  type Written,
} from "@servicecoin/sdk";
import { domainOf, nextTime } from "@servicecoin/sdk/internal";
import { verifyTypedData } from "ethers";
import { readClient } from "../chain/client.ts";
import { currentNetwork } from "../config/settings.ts";
import { currentText } from "../i18n/text.ts";
import type { SignedMessage } from "../ui/signedText.ts";
import { sentenceOf } from "./sentence.ts";

/**
 * What the chain says of a signed message:
 * - `ready`: it can be sent now.
 * - `used`: what it says has happened; `canceled`: its signer took it back, `over`: there is nothing left to do.
 * - `otherChain`, `otherContract`: it was signed for another chain, or for another deployment on it.
 * - `refused`: the chain would reject it now, for the reason that `sentence` gives.
 */
export type SignedState =
  "ready" | "used" | "canceled" | "over" | "expired" | "otherChain" | "otherContract" | "refused";

export interface SignedCheck {
  state: SignedState;
  sentence?: string;
}

/** Checks it against the chain, as far as that is possible without sending it. @throws ServiceCoinError */
export async function checkSigned(message: SignedMessage, client?: Client): Promise<SignedCheck> {
  const reader = client ?? (await readClient());
  if (placeOf(message).chainId !== Number(reader.chainId)) return { state: "otherChain" };
  if (!isOurs(reader, message)) return { state: "otherContract" };
  const outcome = await outcomeOf(reader, message);
  if (outcome !== undefined) return { state: outcome };
  try {
    await (await submission(reader, message)).simulate();
    return { state: "ready" };
  } catch (error) {
    const known = toServiceCoinError(error);
    if (known.code === "Unreachable") throw known;
    return { state: "refused", sentence: sentenceOf(known, currentNetwork(), currentText()) };
  }
}

/** Prepares the transaction that carries it out. @throws ServiceCoinError, Error when another account signed it */
export async function submission(
  client: Client,
  message: SignedMessage,
): Promise<Pick<PreparedAction<object, unknown>, "simulate" | "estimateGas" | "send">> {
  switch (message.kind) {
    case "transfer":
      return submitTransfer.prepare(client, message.signed);
    case "lock":
      return submitLock.prepare(client, message.signed);
    case "cancellation":
      return submitCancellation.prepare(client, message.signed);
    case "vote":
      return submitVote.prepare(client, message.signed);
    case "ballotPaper":
      return submitBallotPaper.prepare(client, message.signed);
    case "order":
      return submitOrderPayment.prepare(client, message.signed);
    case "release":
      return submitReleases.prepare(client, { releases: [message.signed] });
    case "delegation":
      requireSigner(client, message);
      return submitDelegation.prepare(client, message.signed);
  }
}

/** What became of it; undefined while it can still be sent. @throws ServiceCoinError */
export async function outcomeOf(
  client: Client,
  message: SignedMessage,
): Promise<"used" | "canceled" | "over" | "expired" | undefined> {
  const now = await nextTime(client);
  switch (message.kind) {
    case "transfer":
    case "lock": {
      const { from: authorizer, nonce, validBefore } = message.signed.message;
      if (await readAuthorization(client, { authorizer, nonce })) return fateOf(client, message.signed.message);
      return now >= BigInt(validBefore) ? "expired" : undefined;
    }
    case "cancellation": {
      const { authorizer, nonce } = message.signed.message;
      return (await readAuthorization(client, { authorizer, nonce })) ? "used" : undefined;
    }
    case "vote": {
      const { proposalId, voter, nonce } = message.signed.message;
      const [hasVoted, next] = await Promise.all([
        client.dao.hasVoted(proposalId, voter),
        client.dao["nonces(address,uint192)"](voter, BigInt(proposalId)),
      ]);
      return hasVoted || next !== BigInt(nonce) ? "used" : undefined;
    }
    case "ballotPaper": {
      const { voter, nonce } = message.signed.message;
      return (await client.dao["nonces(address)"](voter)) === BigInt(nonce) ? undefined : "used";
    }
    case "delegation": {
      const { nonce, expiry } = message.signed.message;
      if ((await client.votes.nonces(message.signer)) !== BigInt(nonce)) return "used";
      return now > BigInt(expiry) ? "expired" : undefined;
    }
    case "order": {
      const { deal, validBefore } = message.signed;
      const { state, funded } = await readDeal(client, deal);
      if (state !== "none") return funded === 0n ? "canceled" : "used";
      const nonce = dealIdOf(client, deal);
      if (await readAuthorization(client, { authorizer: deal.payer, nonce })) return "canceled";
      return now >= validBefore || now > deal.deadline ? "expired" : undefined;
    }
    case "release": {
      const { deal, total } = message.signed;
      const { state, paid } = await readDeal(client, deal);
      if (paid >= total) return "used";
      return state === "closed" ? "over" : undefined;
    }
  }
}

/** Which of the two happened to a nonce that is gone. */
async function fateOf(client: Client, { from, nonce }: Written<Authorization>): Promise<"used" | "canceled"> {
  try {
    const { coin, fromBlock } = client;
    const canceled = await coin.queryFilter(coin.filters.AuthorizationCanceled(from, nonce), fromBlock);
    return canceled.length > 0 ? "canceled" : "used";
  } catch {
    // A node may refuse to look that far back.
    return "used";
  }
}

function placeOf(message: SignedMessage): { chainId: number; contract: string } {
  return "place" in message ? message.place : message.signed;
}

const VERIFIERS = {
  transfer: "ServiceCoin",
  lock: "ServiceCoin",
  cancellation: "ServiceCoin",
  vote: "ServiceDAO",
  ballotPaper: "ServiceDAO",
  delegation: "ServiceVotes",
  order: "PaymentHub",
  release: "PaymentHub",
} as const;

function isOurs({ addresses }: Client, message: SignedMessage): boolean {
  const isIt = placeOf(message).contract === addresses[VERIFIERS[message.kind]];
  return message.kind === "lock" ? isIt && message.signed.message.to === addresses.ServiceVotes : isIt;
}

/** The contract takes any signature for that of the account which it fits: also one for other terms, of nobody. */
function requireSigner(client: Client, message: Extract<SignedMessage, { kind: "delegation" }>): void {
  const { delegatee, nonce, expiry } = message.signed.message;
  const terms = { delegatee, nonce: BigInt(nonce), expiry: BigInt(expiry) };
  const { domain, types } = delegationData(domainOf(client, "ServiceVotes"), terms);
  if (verifyTypedData(domain, types, terms, message.signed.signature) !== message.signer) {
    throw new Error("The delegation was not signed by this account, or it was changed.");
  }
}
