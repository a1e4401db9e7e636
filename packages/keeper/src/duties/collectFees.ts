import { inNextBlock } from "@servicecoin/sdk/internal";
import type { Due, Duty, Sources } from "./duty.js";

/** Fees that the hub holds: the treasury gets them. */
export const collectFees: Duty<null> = {
  kind: "collectFees",
  most: 1,
  // One number of the hub, which the index does not keep.
  find: async (sources) => {
    const due = await read(sources);
    return due === undefined ? [] : [due];
  },
  check: (sources) => read(sources),
  call: ({ client }) => ({
    to: client.addresses.PaymentHub,
    data: client.hub.interface.encodeFunctionData("collect"),
  }),
};

async function read({ client }: Sources): Promise<Due<null> | undefined> {
  const amount = await inNextBlock((at) => client.hub.fees(at));
  if (amount === 0n) return undefined;
  return { key: "collectFees", group: "collectFees", for: undefined, amount, data: null };
}
