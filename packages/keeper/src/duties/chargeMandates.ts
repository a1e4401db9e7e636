import { ZeroHash } from "ethers";
import type { ItemOf } from "@servicecoin/indexer/client";
import type { Mandate } from "@servicecoin/sdk";
import { inNextBlock } from "@servicecoin/sdk/internal";
import { allOf, type Duty } from "./duty.js";

/**
 * Mandates of the keeper's own account: the hub lets only the payee charge. A payee who entrusts its mandates to a
 * keeper therefore runs it with the payee's key. Charges all that the period allows and the payer can pay.
 */
export const chargeMandates: Duty<Mandate> = {
  kind: "chargeMandates",
  most: 50,
  find: async ({ index, account }, now) => {
    const rows = await allOf(index.all("/mandates", { payee: account, state: "accepted" }));
    return rows
      .filter(({ chargeable, nextPeriod }) => chargeable !== "0" || (nextPeriod !== null && nextPeriod <= now))
      .map((row) => ({
        ...{ key: `chargeMandates:${row.id}`, group: "chargeMandates", for: account },
        ...{ amount: BigInt(row.chargeable === "0" ? row.limit : row.chargeable), data: mandateOf(row, account) },
      }));
  },
  check: async ({ client: { hub, coin, addresses } }, due) => {
    const { data: mandate } = due;
    const [chargeable, allowance, balance] = await Promise.all([
      inNextBlock((at) => hub.chargeableOf(mandate, at)),
      inNextBlock((at) => coin.allowance(mandate.payer, addresses.PaymentHub, at)),
      inNextBlock((at) => coin.balanceOf(mandate.payer, at)),
    ]);
    const amount = [allowance, balance].reduce((least, each) => (each < least ? each : least), chargeable);
    return amount === 0n ? undefined : { ...due, amount };
  },
  call: ({ client }, dues) => ({
    to: client.addresses.PaymentHub,
    data: client.hub.interface.encodeFunctionData("chargeMany", [
      dues.map(({ data, amount = 0n }) => ({ mandate: data, amount, signature: "0x" })),
    ]),
  }),
};

function mandateOf(row: ItemOf<"/mandates">, payee: string): Mandate {
  const { payer, limit, period, start, end, feeBps, reference } = row;
  return {
    ...{ payer, payee, limit: BigInt(limit), period: BigInt(period), start: BigInt(start), end: BigInt(end) },
    ...{ feeBps: BigInt(feeBps), ref: reference ?? ZeroHash },
  };
}
