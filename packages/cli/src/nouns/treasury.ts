import {
  applyCap,
  type Cap,
  type Client,
  readBudget,
  readCap,
  readTreasury,
  spend,
  type TreasuryPayment,
  accountOf,
} from "@servicecoin/sdk";
import { transactionCommand } from "../command/transaction.js";
import { withinLimits } from "../errors/explainTreasury.js";
import { repeatable, verb, withExamples, type Noun } from "../command/noun.js";
import { assetAmount, symbolOf, type AssetSymbol } from "../output/asset.js";
import { list } from "../output/table.js";
import { duration, ether, scv, time } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { addressOfAsset, parseAsset, parseMoney } from "../parse/asset.js";
import { parseReference } from "../parse/reference.js";
import { queryCommand } from "../command/query.js";

const ASSET = "scv, eth, or the address of a token (default: scv)";

interface Spending extends TreasuryPayment {
  symbol: AssetSymbol;
}

/** The treasury. */
export const treasury: Noun = (treasury) => {
  withExamples(treasury, [
    "servicecoin treasury show",
    "servicecoin treasury show --asset 0x... --json",
    "servicecoin treasury budget 0x... --asset eth",
    "servicecoin treasury spend 0x... 1.5 --ref invoice-7 --account 2",
    "servicecoin treasury cap",
  ]);

  queryCommand(
    repeatable(
      verb(treasury, "show", "show the balances and caps of the treasury"),
      "--asset <token>",
      "address of another token to show; may be repeated",
    ),
    async (input, session) => {
      const words = input.options("asset", parseAsset);
      const client = await session.reader();
      const { addresses } = client;
      const known = ["scv", "eth", addresses.ServiceCoin];
      const assets = [...new Set(words.filter((word) => !known.includes(word)))];
      const { cappedAssets, ...balances } = await readTreasury(client, { assets });
      const caps = await Promise.all(cappedAssets.map((asset) => capOf(client, asset)));
      return { address: addresses.Treasury, ...balances, caps };
    },
    ({ address, scv: coins, ether: wei, tokens, caps }) => {
      const held = list([
        ["address", address],
        ["SCV", scv(coins)],
        ["ETH", ether(wei)],
        ...tokens.map(({ asset, balance }): [string, string] => [asset, `${balance.toString()} base units`]),
        ...(caps.length === 0 ? [["capped", "nothing"] as const] : []),
      ]);
      return [held, ...caps.map((cap) => list(capRows(cap)))].join("\n\n");
    },
  );

  queryCommand(
    verb(treasury, "budget <steward>", "show the budget of a steward").option("--asset <asset>", ASSET),
    async (input, session) => {
      const steward = input.arg("steward", parseAddress);
      const word = input.option("asset", parseAsset) ?? "scv";
      const client = await session.reader();
      const asset = addressOfAsset(client.addresses, word);
      const symbol = symbolOf(client.addresses, asset);
      return { steward, asset, symbol, ...(await readBudget(client, { steward, asset })) };
    },
    ({ steward, asset, symbol, amount, period, available }) =>
      list([
        ["steward", steward],
        ["asset", symbol ?? asset],
        ["budget", amount === 0n ? "none" : limited(symbol, amount, period)],
        ["available now", assetAmount(symbol, available)],
      ]),
  );

  queryCommand(
    verb(treasury, "cap", "show the spending cap of the treasury").option("--asset <asset>", ASSET),
    async (input, session) => {
      const word = input.option("asset", parseAsset) ?? "scv";
      const client = await session.reader();
      return capOf(client, addressOfAsset(client.addresses, word));
    },
    (capped) => list(capRows(capped)),
  );

  transactionCommand(
    verb(treasury, "spend <to> <amount>", "pay from your budget; by a steward")
      .option("--asset <asset>", ASSET)
      .option("--ref <reference>", "public reference of the payment: a short text, or 32 bytes in hex"),
    ({ asset, symbol, to, amount }: Spending) =>
      `Pay ${assetAmount(symbol, amount)}${symbol === null ? ` of ${asset}` : ""} from your budget to ${to}`,
    spend,
    async (input, session) => {
      const to = input.arg("to", parseAddress);
      const money = input.arg("amount", parseMoney(input.option("asset", parseAsset) ?? "scv"));
      const ref = input.option("ref", parseReference);
      const { addresses } = await session.reader();
      const asset = addressOfAsset(addresses, money.asset);
      const payment = { asset, symbol: symbolOf(addresses, asset), to, amount: money.amountAt(addresses) };
      return ref === undefined ? payment : { ...payment, ref };
    },
    {
      explain: withinLimits,
      next: async (_sent, { asset }, client) => `treasury budget ${await accountOf(client)} --asset ${asset}`,
    },
  );

  transactionCommand(
    verb(treasury, "apply-cap", "apply a scheduled cap once it is due").option("--asset <asset>", ASSET),
    ({ asset }) => `Apply the scheduled cap on ${asset}`,
    applyCap,
    async (input, session) => {
      const word = input.option("asset", parseAsset) ?? "scv";
      return { asset: addressOfAsset((await session.reader()).addresses, word) };
    },
    { explain: withinLimits, next: (_sent, { asset }) => `treasury cap --asset ${asset}` },
  );
};

interface Capped {
  asset: string;
  symbol: AssetSymbol;
  /** Null if there is none. */
  cap: Cap | null;
}

async function capOf(client: Client, asset: string): Promise<Capped> {
  return { asset, symbol: symbolOf(client.addresses, asset), cap: (await readCap(client, { asset })) ?? null };
}

function capRows({ asset, symbol, cap }: Capped): [string, string][] {
  const rows: [string, string][] = [["asset", symbol ?? asset]];
  if (cap === null) return [...rows, ["cap", "none"]];
  const { amount, period, available, applicable, scheduled } = cap;
  rows.push(["cap", limited(symbol, amount, period)], ["available now", assetAmount(symbol, available)]);
  if (scheduled !== undefined) {
    const next = scheduled.period === 0n ? "removed" : limited(symbol, scheduled.amount, scheduled.period);
    const since = applicable !== undefined ? "due: anyone can apply it now" : `from ${time(scheduled.effectiveAt)}`;
    rows.push(["scheduled", `${next}, ${since}`]);
  }
  return rows;
}

function limited(symbol: AssetSymbol, amount: bigint, period: bigint): string {
  return `${assetAmount(symbol, amount)} per ${duration(period)}`;
}
