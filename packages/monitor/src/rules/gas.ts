import { parseEther } from "ethers";
import * as z from "zod";
import { address, etherAmount, fields } from "@servicecoin/daemon";
import { ether } from "./values.js";
import { rule } from "./rule.js";

const account = fields({
  name: z.string({ error: "a name" }).min(1).max(60),
  address,
  least: etherAmount.default(parseEther("0.05")),
});

/** Accounts that pay gas, such as those of facilitators and keepers, must not run dry. */
export const gas = rule({
  name: "gas",
  title: "An account that pays for gas is low on ether",
  severity: "warning",
  settings: fields({ accounts: z.array(account, { error: "a list of accounts" }).default([]) }),
  find: async ({ provider, at }, { accounts }) => {
    const balances = await Promise.all(accounts.map(({ address: one }) => provider.getBalance(one, at.block)));
    return accounts.flatMap(({ name, address: one, least }, index) => {
      const balance = balances[index] ?? 0n;
      if (balance >= least) return [];
      return [
        {
          cause: one,
          message: `${name} (${one}) has ${ether(balance)}, less than ${ether(least)}.`,
          facts: { name, account: one, balance: String(balance), least: String(least) },
        },
      ];
    });
  },
});
