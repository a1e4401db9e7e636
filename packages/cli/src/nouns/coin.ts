import { MaxUint256, ZeroAddress } from "ethers";
import {
  approve,
  burn,
  findPayments,
  formatReference,
  readAllowance,
  readBalance,
  transfer,
  transferBatch,
  accountOf,
} from "@servicecoin/sdk";
import { withErrors } from "@servicecoin/sdk/internal";
import { transactionCommand } from "../command/transaction.js";
import { verb, withExamples, type Noun } from "../command/noun.js";
import { CliError } from "../errors/cliError.js";
import { addressed } from "../output/event.js";
import { list, table } from "../output/table.js";
import { grouped, scv } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parseAmount, parsePositiveAmount } from "../parse/amount.js";
import { parseReference } from "../parse/reference.js";
import { parseAllowance } from "../parse/unlimited.js";
import { addPayWith, etherFor } from "../options/etherOptions.js";
import { addPayments, paymentsOf } from "../options/paymentOptions.js";
import { queryCommand } from "../command/query.js";
import { addAuthorizations } from "./coinSigned.js";

/** SCV. */
export const coin: Noun = (coin) => {
  withExamples(coin, [
    "servicecoin coin balance 0x...",
    "servicecoin coin transfer 0x... 1.5 --account 1",
    "servicecoin coin transfer 0x... 0.25 --ref invoice-7 --keyfile key.json --network sepolia",
    "servicecoin coin batch --pay 0x...=1.5 --pay 0x...=2 --account 1",
    "servicecoin coin sign-transfer 0x... 1.5 --valid-before 2d --out payment.json --account 1",
    "servicecoin coin submit payment.json --account 2",
    "servicecoin coin payments invoice-7 --to 0x...",
    "servicecoin coin info --json",
  ]);

  queryCommand(
    verb(coin, "balance [account]", "show the balance of an account (default: yours)"),
    async (input, session) => {
      const named = input.maybe("account", parseAddress);
      const client = await session.reader();
      const account = await session.subject(named, "account");
      const [balance, locked] = await Promise.all([
        readBalance(client, { account }),
        withErrors(() => client.votes.balanceOf(account)),
      ]);
      return { account, balance, locked };
    },
    ({ account, balance, locked }) =>
      list([
        ["account", account],
        ["balance", scv(balance)],
        ["locked", scv(locked)],
      ]),
  );

  transactionCommand(
    addPayWith(
      verb(coin, "transfer <to> <amount>", "send SCV").option(
        "--ref <reference>",
        "public reference that the receiver can look up: a short text, or 32 bytes in hex",
      ),
    ),
    ({ to, amount, reference }) =>
      [
        `Send ${scv(amount)} to ${to}`,
        ...(reference === undefined ? [] : [`with the reference ${formatReference(reference)}`]),
      ].join(" "),
    transfer,
    async (input, session) => {
      const to = input.arg("to", parseAddress);
      const amount = input.arg("amount", parsePositiveAmount);
      const reference = input.option("ref", parseReference);
      if (to === (await session.reader()).addresses.ServiceCoin) {
        throw new CliError("BadAddress", `to: ${to} is the coin's own contract, where coins are lost.`, { to });
      }
      return { to, amount, reference, withEther: await etherFor(input, session, amount) };
    },
    { next: (_sent, { to }) => `coin balance ${to}` },
  );

  queryCommand(
    verb(
      coin,
      "payments <reference>",
      "find the payments with a reference, oldest first; anyone can write any reference",
    )
      .option("--from <address>", "only by this payer")
      .option("--to <address>", "only to this receiver"),
    async (input, session) => {
      const reference = input.arg("reference", parseReference);
      const [from, to] = [input.option("from", parseAddress), input.option("to", parseAddress)];
      const payments = await findPayments(await session.reader(), { reference });
      return payments
        .filter((payment) => from === undefined || payment.from === from)
        .filter((payment) => to === undefined || payment.to === to);
    },
    (payments, { out }) =>
      table(
        ["amount", "from", "to", "block", "transaction"],
        payments.map(({ amount, from, to, blockNumber, transactionHash }) => {
          return [scv(amount), from, to, grouped(blockNumber), transactionHash];
        }),
        "No payments with this reference.",
        out.columns,
      ),
  );

  transactionCommand(
    addPayments(verb(coin, "batch [file]", "pay many accounts in one transaction, all or nothing")),
    (payouts) => {
      const sum = payouts.reduce((total, { amount }) => total + amount, 0n);
      return [
        `Send ${scv(sum)} in ${payouts.length} payments`,
        ...payouts.map(({ to, amount }) => `  ${to}  ${scv(amount)}`),
      ].join("\n");
    },
    transferBatch,
    (input, { files }) => paymentsOf(input, files, parseAmount),
    { next: async (_sent, _payouts, client) => `coin balance ${await accountOf(client)}` },
  );

  transactionCommand(
    verb(coin, "approve <spender> <amount>", 'let a spender move your SCV; 0 revokes, "unlimited" never runs out'),
    ({ spender, amount }) => `Let ${spender} move ${amount === MaxUint256 ? "all your SCV" : scv(amount)}`,
    approve,
    (input) => ({ spender: input.arg("spender", parseAddress), amount: input.arg("amount", parseAllowance) }),
    { next: async (_sent, { spender }, client) => `coin allowance ${spender} ${await accountOf(client)}` },
  );

  queryCommand(
    verb(coin, "allowance <spender> [owner]", "show how much SCV of an owner (default: you) a spender may move"),
    async (input, session) => {
      const spender = input.arg("spender", parseAddress);
      const named = input.maybe("owner", parseAddress);
      const client = await session.reader();
      const owner = await session.subject(named, "owner");
      return { owner, spender, allowance: await readAllowance(client, { owner, spender }) };
    },
    ({ owner, spender, allowance }) =>
      list([
        ["owner", owner],
        ["spender", spender],
        ["allowance", scv(allowance)],
      ]),
  );

  transactionCommand(
    verb(coin, "burn <amount>", "destroy some of your SCV permanently"),
    ({ amount }) => `Destroy ${scv(amount)} permanently`,
    burn,
    (input) => ({ amount: input.arg("amount", parsePositiveAmount) }),
    { next: async (_sent, _params, client) => `coin balance ${await accountOf(client)}` },
  );

  addAuthorizations(coin);

  queryCommand(
    verb(coin, "info", "show supply, owner and address of the coin"),
    async (_input, session) => {
      const client = await session.reader();
      const { coin, votes, addresses } = client;
      const [name, symbol, decimals, supply, cap, owner, locked, inTreasury] = await withErrors(() =>
        Promise.all([
          coin.name(),
          coin.symbol(),
          coin.decimals(),
          coin.totalSupply(),
          coin.cap(),
          coin.owner(),
          votes.totalSupply(),
          coin.balanceOf(addresses.Treasury),
        ]),
      );
      const { chainId } = client;
      return {
        chainId,
        address: addresses.ServiceCoin,
        name,
        symbol,
        decimals,
        supply,
        cap,
        locked,
        inTreasury,
        owner,
        addresses,
      };
    },
    (info) =>
      list([
        ["name", `${info.name} (${info.symbol})`],
        ["address", info.address],
        ["chain", info.chainId.toString()],
        ["decimals", info.decimals.toString()],
        ["supply", scv(info.supply)],
        ["maximum", scv(info.cap)],
        ["locked", scv(info.locked)],
        ["in the treasury", scv(info.inTreasury)],
        ["owner", info.owner === ZeroAddress ? "nobody" : addressed(info.owner, info.addresses)],
      ]),
  );
};
