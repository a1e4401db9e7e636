import { allOf, type Duty } from "./duty.js";

/** Looser caps of the treasury whose waiting time is over. */
export const applyCaps: Duty<string> = {
  kind: "applyCaps",
  most: 1,
  find: async ({ index }, now) => {
    const caps = await allOf(index.all("/treasury/caps", {}));
    return caps
      .filter(({ scheduled }) => scheduled !== null && scheduled.effectiveAt <= now)
      .map(({ asset, scheduled }) => {
        // With its time: the next change of the same cap is another thing.
        const key = `applyCaps:${asset}:${scheduled?.effectiveAt}`;
        return { key, group: key, for: undefined, amount: undefined, data: asset };
      });
  },
  check: async ({ client }, due, now) => {
    const { effectiveAt } = await client.treasury.scheduledCapOf(due.data);
    return effectiveAt !== 0n && effectiveAt <= now ? due : undefined;
  },
  call: ({ client }, dues) => ({
    to: client.addresses.Treasury,
    data: client.treasury.interface.encodeFunctionData("applyCap", [dues[0]?.data ?? ""]),
  }),
};
