import { ZeroAddress } from "ethers";
import { action, call } from "../../sdk/core/action.js";
import { withErrors } from "../../sdk/core/errors.js";
import { act } from "../act.js";
import { noun, verb, type Noun } from "../noun.js";
import { addressed } from "../output/event.js";
import { list } from "../output/table.js";
import { reference, scv } from "../output/value.js";
import { parseAddress } from "../parse/address.js";
import { parseAmount } from "../parse/amount.js";
import { parseReference } from "../parse/reference.js";
import { show } from "../show.js";

interface Payment {
  to: string;
  amount: bigint;
  ref: string | undefined;
}

const pay = action(({ coin }, { to, amount, ref }: Payment) =>
  ref === undefined ? call(coin.transfer, [to, amount]) : call(coin.transferWithReference, [to, amount, ref]),
);

/** SCV. */
export const coin: Noun = (program) => {
  const coin = noun(program, "coin", "SCV: balances and payments", [
    "servicecoin coin balance 0x...",
    "servicecoin coin transfer 0x... 1.5 --account 1",
    "servicecoin coin transfer 0x... 0.25 --ref invoice-7 --keyfile key.json --network sepolia",
    "servicecoin coin info --json",
  ]);

  show(
    verb(coin, "balance [account]", "what an account has, your own unless told"),
    async (input, session) => {
      const named = input.maybe("account", parseAddress);
      const { coin, votes } = await session.reader();
      const account = named ?? (await session.account());
      const [balance, locked] = await withErrors(() =>
        Promise.all([coin.balanceOf(account), votes.balanceOf(account)]),
      );
      return { account, balance, locked };
    },
    ({ account, balance, locked }) =>
      list([
        ["account", account],
        ["balance", scv(balance)],
        ["locked", scv(locked)],
      ]),
  );

  act(
    verb(coin, "transfer <to> <amount>", "send coins").option(
      "--ref <reference>",
      "a reference that the receiver can look up, public: a short text, or 32 bytes in hex",
    ),
    ({ to, amount, ref }) =>
      `Send ${scv(amount)} to ${to}${ref === undefined ? "" : ` with the reference ${reference(ref)}`}`,
    pay,
    (input) => ({
      to: input.arg("to", parseAddress),
      amount: input.arg("amount", parseAmount),
      ref: input.option("ref", parseReference),
    }),
  );

  show(
    verb(coin, "info", "the coin itself: supply, owner, address"),
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
