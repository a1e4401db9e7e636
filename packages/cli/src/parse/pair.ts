import type { Choice, Support } from "@servicecoin/sdk";
import { parseAddress } from "./address.js";
import { parseId } from "./number.js";
import { bad, parseOneOf, type Parser } from "./parser.js";

/** Parses a vote: for, against or abstain. */
export const parseSupport: Parser<Support> = parseOneOf(["for", "against", "abstain"]);

/** Parses a choice such as `7=for`. */
export const parseChoice: Parser<Choice> = (text, name) => {
  const [id, support] = split(text, name, "is not a choice: write it like 7=for, 7=against or 7=abstain.");
  return { proposalId: parseId(id, name), support: parseSupport(support, name) };
};

/** Parses a payment such as `0x...=1.5`. @param amount Parses the part after the equals sign. */
export function parsePayment<Amount>(amount: Parser<Amount>): Parser<{ to: string; amount: Amount }> {
  return (text, name) => {
    const [to, sum] = split(text, name, "is not a payment: write it like 0x...=1.5.");
    return { to: parseAddress(to, name), amount: amount(sum, name) };
  };
}

function split(text: string, name: string, how: string): [string, string] {
  const match = /^([^=]+)=([^=]+)$/.exec(text);
  if (match === null) throw bad("Pair", text, name, how);
  const [, left = "", right = ""] = match;
  return [left.trim(), right.trim()];
}
