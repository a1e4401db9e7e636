import { AbiCoder, dataLength, dataSlice, getAddress, MaxUint256, ZeroAddress, ZeroHash } from "ethers";
import { formatScv } from "../core/amounts.js";
import type { Client } from "../core/client.js";
import { DEAL_BYTES, unpackTerms } from "../deals.js";
import { kindOf } from "../hub/standing.js";
import { formatReference } from "../reference.js";
import { durationOf, percentOf, timeOf } from "../formats.js";

/** Marks what this version cannot put into words: voters should not approve it on trust. */
export const UNKNOWN = "NOT DECODED:";

/**
 * Describes what SCV does at a contract that is called when it receives it (ERC-1363): it opens a deal in the hub, or
 * is locked to vote. The words follow "Pays 1 SCV from the treasury to X".
 */
export function describeReceipt(
  { addresses }: Pick<Client, "addresses">,
  asset: string,
  to: string,
  data: string,
): string {
  const isScv = getAddress(asset) === addresses.ServiceCoin;
  const receiver = getAddress(to);
  if (isScv && receiver === addresses.PaymentHub) return `, ${describeDeal(data)}`;
  if (isScv && receiver === addresses.ServiceVotes) return `, ${describeLock(data)}`;
  return data === "0x" ? "" : `, ${UNKNOWN} with the data ${data}`;
}

function describeLock(data: string): string {
  if (data === "0x") return "and locks it to vote: the votes go to the delegate of the sender";
  const delegatee = addressOf(data);
  return delegatee === undefined || delegatee === ZeroAddress
    ? `${UNKNOWN} with the data ${data}`
    : `and locks it to vote: all votes of the sender go to ${delegatee}`;
}

function describeDeal(data: string): string {
  const words = dataLength(data) < DEAL_BYTES ? [] : [0, 32, 64].map((at) => addressOf(dataSlice(data, at, at + 32)));
  const [payer, payee, arbiter] = words;
  if (payer === undefined || payee === undefined || arbiter === undefined) return `${UNKNOWN} with the data ${data}`;
  const [terms, ref] = [dataSlice(data, 96, 128), dataSlice(data, 128, 160)];
  const deal = unpackTerms(terms);
  const kind = kindOf(deal);
  const price = `${formatScv(deal.price)} SCV`;
  const parties = [`payee ${payee}`, `refunds to ${payer}`];
  const until = deal.deadline === 0n ? "without an end" : `until ${timeOf(deal.deadline)}`;
  const facts =
    kind === "order"
      ? [
          `price ${price}`,
          `to be delivered until ${timeOf(deal.deadline)}`,
          arbiter === ZeroAddress
            ? `no arbiter: the payee can claim ${afterDelivery(deal.window)}, and nobody can dispute it`
            : `arbiter ${arbiter}: the payer can dispute for ${durationOf(deal.window)} after the delivery`,
        ]
      : [
          kind === "stream" ? `${price} per second` : `${price} every ${durationOf(deal.period)}`,
          `accruing from ${timeOf(deal.start)} ${until}`,
          ...(arbiter === ZeroAddress ? [] : [`arbiter ${arbiter}`]),
        ];
  const quote = dataLength(data) === DEAL_BYTES ? [] : [`with the payee's quote ${dataSlice(data, DEAL_BYTES)}`];
  const fee = `fee ${percentOf(deal.feeBps)}`;
  const reference = ref === ZeroHash ? [] : [`reference of the deal ${formatReference(ref)}`];
  const held = kind === "order" ? "an order in escrow" : `a ${kind}, which the payee can claim as it accrues`;
  return `into ${held} (${[...facts, ...parties, fee, ...reference, ...quote].join("; ")})`;
}

function afterDelivery(window: bigint): string {
  return window === 0n ? "as soon as it says that it has delivered" : `${durationOf(window)} after the delivery`;
}

/** The address in a word, or undefined if the word is not one. */
function addressOf(word: string): string | undefined {
  if (dataLength(word) !== 32 || BigInt(word) > (1n << 160n) - 1n) return undefined;
  return AbiCoder.defaultAbiCoder().decode(["address"], word)[0] as string;
}

/** An amount of SCV, or that any amount is meant. */
export function scvOf(value: bigint): string {
  return value === MaxUint256 ? "any amount of SCV" : `${formatScv(value)} SCV`;
}
