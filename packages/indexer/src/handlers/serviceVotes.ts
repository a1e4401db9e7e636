import { ZeroAddress } from "ethers";
import type { Row } from "../store/schema.js";
import { ignored, type Context, type Handlers } from "./event.js";

export const serviceVotes: Handlers<"ServiceVotes"> = {
  Transfer({ from, to, value }, context) {
    if (from !== ZeroAddress) update(context, from, ({ locked }) => ({ locked: locked - value }));
    if (to !== ZeroAddress) update(context, to, ({ locked }) => ({ locked: locked + value }));
    const before = context.get("votesSupply", { id: "total" })?.amount ?? 0n;
    const supply = before + (from === ZeroAddress ? value : 0n) - (to === ZeroAddress ? value : 0n);
    context.add("locks", { from, to, amount: value, supply });
    if (supply !== before) context.put("votesSupply", { id: "total", amount: supply });
  },
  Approval({ owner, spender, value }, context) {
    context.add("approvals", { contract: "ServiceVotes", owner, spender, value });
  },
  DelegateChanged({ delegator, fromDelegate, toDelegate }, context) {
    context.add("delegations", { delegator, fromDelegate, toDelegate });
    update(context, delegator, () => ({ delegate: toDelegate }));
  },
  DelegateVotesChanged({ delegate, previousVotes, newVotes }, context) {
    context.add("votingPower", { account: delegate, previous: previousVotes, votes: newVotes });
    update(context, delegate, () => ({ votes: newVotes }));
  },
  EIP712DomainChanged: ignored("the domain is constant"),
};

type Voter = Row<"voters">;

function update(context: Context, account: string, changes: (voter: Omit<Voter, "block">) => Partial<Voter>): void {
  const voter = context.get("voters", { account }) ?? { account, locked: 0n, votes: 0n, delegate: null };
  context.put("voters", { ...voter, ...changes(voter) });
}
