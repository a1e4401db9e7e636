import {
  type Client,
  customCall,
  executeCall,
  mintCall,
  payCall,
  payManyCall,
  type ProposalCall,
  removeCapCall,
  setBudgetCall,
  setCapCall,
  setFeeCall,
  setLoanFeeCall,
  transferOwnershipCall,
} from "@servicecoin/sdk";
import { CliError } from "../errors/cliError.js";
import { parseAddress } from "../parse/address.js";
import { parseAmount, parsePercent } from "../parse/amount.js";
import { addressOfAsset, parseAsset, parseEther, parseMoney } from "../parse/asset.js";
import { parsePayment } from "../parse/pair.js";
import { bad, parseOneOf, parseText, type Parser } from "../parse/parser.js";
import { parseReference } from "../parse/reference.js";
import { parseDuration } from "../parse/time.js";
import { SETTING_NAMES, SETTINGS } from "./settings.js";
import type { Source } from "./source.js";

/** An action of a proposal in terms of the user: reads the values, and returns a function that builds the call. */
export type Intent = (source: Source) => (client: Client) => ProposalCall;

const parseData: Parser<string> = (text, name) => {
  if (!/^0x([0-9a-f]{2})*$/i.test(text))
    throw bad("Data", text, name, "is not data: write 0x and an even number of hex digits.");
  return text;
};

const assetIn = (source: Source) => source.option("asset", parseAsset) ?? "scv";

/** The reference if there is one. */
function refIn(source: Source): { ref?: string } {
  const ref = source.option("ref", parseReference);
  return ref === undefined ? {} : { ref };
}

/** Reads the period of a limit. Only a limit of zero needs none. */
function periodIn(source: Source, isNeeded: boolean): bigint {
  const period = source.option("per", parseDuration);
  if (period !== undefined) return period;
  if (!isNeeded) return 0n;
  const message = "The period of the limit is missing: add it, for example 30d.";
  throw new CliError("MissingOption", message, { name: "per" });
}

/** All actions of proposals, by name. */
export const INTENTS = {
  pay: (source) => {
    const to = source.value("to", parseAddress);
    const { asset, amountAt } = source.value("amount", parseMoney(assetIn(source)));
    const ref = refIn(source);
    return (client) =>
      payCall(client, {
        asset: addressOfAsset(client.addresses, asset),
        to,
        amount: amountAt(client.addresses),
        ...ref,
      });
  },
  "pay-many": (source) => {
    const asset = assetIn(source);
    const payments = source.values("payments", parsePayment(parseMoney(asset)));
    const ref = refIn(source);
    return (client) => {
      const payouts = payments.map(({ to, amount }) => ({ to, amount: amount.amountAt(client.addresses) }));
      return payManyCall(client, { asset: addressOfAsset(client.addresses, asset), payouts, ...ref });
    };
  },
  mint: (source) => {
    const params = { to: source.value("to", parseAddress), amount: source.value("amount", parseAmount) };
    return (client) => mintCall(client, params);
  },
  "set-fee": (source) => {
    const feeBps = source.value("fee", parsePercent);
    return (client) => setFeeCall(client, { feeBps });
  },
  "set-loan-fee": (source) => {
    const feeBps = source.value("fee", parsePercent);
    return (client) => setLoanFeeCall(client, { feeBps });
  },
  "set-budget": (source) => {
    const steward = source.value("steward", parseAddress);
    const { asset, amountAt } = source.value("amount", parseMoney(assetIn(source)));
    const period = periodIn(source, source.value("amount", isAboveZero));
    return (client) =>
      setBudgetCall(client, {
        steward,
        asset: addressOfAsset(client.addresses, asset),
        amount: amountAt(client.addresses),
        period,
      });
  },
  "set-cap": (source) => {
    const asset = assetIn(source);
    if (source.value("amount", parseText) === "none") {
      return (client) => removeCapCall(client, { asset: addressOfAsset(client.addresses, asset) });
    }
    const { amountAt } = source.value("amount", parseMoney(asset));
    // Also for zero: without a period that would remove the cap instead of freezing the asset.
    const period = periodIn(source, true);
    return (client) =>
      setCapCall(client, {
        asset: addressOfAsset(client.addresses, asset),
        amount: amountAt(client.addresses),
        period,
      });
  },
  setting: (source) => source.value("value", SETTINGS[source.value("name", parseOneOf(SETTING_NAMES))]),
  "transfer-ownership": (source) => {
    const contract = source.value("contract", parseOneOf(["ServiceCoin", "Treasury", "PaymentHub", "Credit"] as const));
    const newOwner = source.value("owner", parseAddress);
    return (client) => transferOwnershipCall(client, { contract, newOwner });
  },
  call: (source) => {
    const target = source.value("target", parseAddress);
    const value = source.option("value", parseEther) ?? 0n;
    const data = source.option("data", parseData) ?? "0x";
    return (client) => customCall(client, { target, value, data });
  },
  execute: (source) => {
    const target = source.value("target", parseAddress);
    const value = source.option("value", parseEther) ?? 0n;
    const data = source.option("data", parseData) ?? "0x";
    const ref = refIn(source);
    return (client) => executeCall(client, { target, value, data, ...ref });
  },
} satisfies Record<string, Intent>;

export const INTENT_NAMES = Object.keys(INTENTS) as (keyof typeof INTENTS)[];

function isAboveZero(text: string): boolean {
  return /[1-9]/.test(text);
}
