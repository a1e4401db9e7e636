import { fields } from "@servicecoin/daemon";
import { rule } from "./rule.js";

const OWNED = ["ServiceCoin", "Treasury", "PaymentHub", "Credit"] as const;

/** Only the DAO has power over the contracts. */
export const owners = rule({
  name: "owners",
  title: "The DAO owns the coin, the treasury, the hub and the credit contract",
  severity: "critical",
  invariant: 7,
  settings: fields({}),
  find: async ({ client, at }) => {
    const { ServiceDAO: dao } = client.addresses;
    const contracts = {
      ServiceCoin: client.coin,
      Treasury: client.treasury,
      PaymentHub: client.hub,
      Credit: client.credit,
    };
    const found = await Promise.all(
      OWNED.map(async (name) => ({ name, owner: await contracts[name].owner({ blockTag: at.block }) })),
    );
    return found
      .filter(({ owner }) => owner !== dao)
      .map(({ name, owner }) => ({
        cause: name,
        message: `${name} belongs to ${owner}, not to the DAO (${dao}).`,
        facts: { contract: name, owner, dao },
      }));
  },
});
