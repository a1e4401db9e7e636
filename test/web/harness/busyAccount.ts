import { parseEther, toBeHex, toQuantity } from "ethers";
import { approve } from "../../../packages/sdk/src/coin/index.js";
import type { Client } from "../../../packages/sdk/src/core/client.js";
import type { Deal, Mandate } from "../../../packages/sdk/src/deals.js";
import { acceptMandate, draftMandate } from "../../../packages/sdk/src/mandates/index.js";
import {
  deliverOrder,
  disputeOrder,
  draftOrder,
  openOrder,
  releaseOrder,
  type OrderDraft,
} from "../../../packages/sdk/src/orders/index.js";
import {
  customCall,
  propose,
  queueProposal,
  setBudgetCall,
  setCapCall,
  setFeeCall,
  voteMany,
  type ProposalCall,
} from "../../../packages/sdk/src/proposals/index.js";
import { signQuote, type Quote } from "../../../packages/sdk/src/quotes/index.js";
import { REGISTRATION_TYPE } from "../../../packages/sdk/src/registration/schema.js";
import { toDataUri } from "../../../packages/sdk/src/registration/uri.js";
import { registerService } from "../../../packages/sdk/src/services/index.js";
import { draftStream, openStream } from "../../../packages/sdk/src/streams/index.js";
import { ETHER } from "../../../packages/sdk/src/treasury/index.js";
import { lock } from "../../../packages/sdk/src/votes/index.js";
import { TestWallet } from "./wallet.js";
import type { World } from "./world.js";

const DAY = 86_400;
const PRICE = parseEther("0.1");

/** An account that can take every step there is: for each one something waits. */
export interface BusyAccount {
  wallet: TestWallet;
  me: Client;
  /** Named after what the account can do next. */
  deals: Record<"release" | "deliver" | "dispute" | "resolve" | "rate" | "topUp" | "cancel" | "claim", Deal>;
  mandates: Record<"charge" | "revoke", Mandate>;
  quotes: Record<"accept" | "takeBack", Quote>;
  /** A service of its own, called Sun. */
  service: bigint;
  /** Numbers of proposals. */
  proposals: Record<"queue" | "execute" | "cancel", [bigint, bigint]> & { vote: [bigint, bigint, bigint] };
}

/** Does a call as the DAO, without a proposal. */
export async function decree({ node, deployment }: World, { target, value, data }: ProposalCall): Promise<void> {
  const from = deployment.contracts.ServiceDAO.address;
  await node.request("eth_sendTransaction", [{ from, to: target, value: toQuantity(value), data }]);
}

/** Makes one. Takes more than a week of the chain's time. */
export async function makeBusy(world: World): Promise<BusyAccount> {
  const wallet = new TestWallet(world.node, await world.newAccount("60"));
  const me = await world.client(wallet.account);
  // First, because it takes time.
  const governed = await govern(world, me);
  const service = await registerSun(me);
  const coin = me.addresses.ServiceCoin;
  await decree(world, setBudgetCall(me, { steward: wallet.address, asset: coin, amount: PRICE, period: BigInt(DAY) }));
  return { wallet, me, service, proposals: governed, ...(await agree(world, me, wallet.address)) };
}

/** Proposals in every state, and a cap that is due. */
async function govern(world: World, me: Client): Promise<BusyAccount["proposals"]> {
  const limit = { asset: ETHER, period: BigInt(DAY) };
  await decree(world, setCapCall(me, { ...limit, amount: parseEther("5") }));
  // More takes a week.
  await decree(world, setCapCall(me, { ...limit, amount: parseEther("6") }));
  await lock(me, { amount: parseEther("20") });
  await world.pass(7 * DAY + 1);

  const calls = [customCall(me, { target: me.addresses.ServiceDAO })];
  const make = async (title: string) => (await propose(me, { calls, description: title })).proposalId;
  const pair = async (title: string): Promise<[bigint, bigint]> => [await make(`${title} 1`), await make(`${title} 2`)];
  const passed = await pair("Passed");
  const due = await pair("Due");
  await world.pass(3);
  await voteMany(
    me,
    [...passed, ...due].map((proposalId) => ({ proposalId, support: "for" as const })),
  );
  await world.pass(DAY + 10);
  for (const proposalId of due) await queueProposal(me, { proposalId });
  await world.pass(6);

  const pending = await withLongDelay(world, me, () => pair("Pending"));
  const active: [bigint, bigint, bigint] = [...(await pair("Active")), await make("Active 3")];
  await world.pass(3);
  return { queue: passed, execute: due, cancel: pending, vote: active };
}

/** Where OpenZeppelin's GovernorSettings keeps the delay, in 6 bytes, and before it the period. */
const SLOTS = 40;
const DELAY = 2n ** 48n;

/** Voting opens after a day. The DAO itself would allow no way back to the seconds that other tests wait for. */
async function withLongDelay<Result>({ node }: World, { dao }: Client, run: () => Promise<Result>): Promise<Result> {
  const [address, delay, period] = [await dao.getAddress(), await dao.votingDelay(), await dao.votingPeriod()];
  for (let slot = 0; slot < SLOTS; slot++) {
    const value = BigInt(String(await node.request("eth_getStorageAt", [address, toQuantity(slot), "latest"])));
    if (value % DELAY !== delay || (value / DELAY) % 2n ** 32n !== period) continue;
    const set = async (word: bigint) =>
      node.request("hardhat_setStorageAt", [address, toQuantity(slot), toBeHex(word, 32)]);
    await set(value - delay + BigInt(DAY));
    const result = await run();
    await set(value);
    return result;
  }
  throw new Error("The DAO keeps its voting delay elsewhere.");
}

async function registerSun(me: Client): Promise<bigint> {
  const uri = toDataUri({
    ...{ type: REGISTRATION_TYPE, name: "Sun", description: "Hours of it" },
    ...{ services: [], registrations: [], x402Support: false },
  });
  const { agentId } = await registerService(me, { uri, category: "sun", price: PRICE, unit: "hour" });
  return agentId;
}

/** Deals, mandates and quotes, each with one step to take. */
async function agree(
  world: World,
  me: Client,
  mine: string,
): Promise<Pick<BusyAccount, "deals" | "mandates" | "quotes">> {
  const [alice, provider] = [await world.client("alice"), await world.client("provider")];
  const [theirs, erin] = [world.account("provider").address, world.account("erin").address];
  const order = async (payer: Client, payee: string, more: Partial<OrderDraft> = {}) => {
    const deal = await draftOrder(payer, { payee, price: PRICE, ...more });
    await openOrder(payer, { deal });
    return deal;
  };
  const stream = async (payer: Client, payee: string) => {
    const deal = await draftStream(payer, { payee, amount: PRICE, duration: BigInt(DAY) });
    await openStream(payer, { deal, amount: PRICE });
    return deal;
  };
  const dispute = await order(me, theirs, { arbiter: erin });
  await deliverOrder(provider, { deal: dispute });
  const resolve = await order(alice, theirs, { arbiter: mine });
  await deliverOrder(provider, { deal: resolve });
  await disputeOrder(alice, { deal: resolve });
  // Only then, so that there is something to collect: other tests count on no fee.
  await decree(world, setFeeCall(me, { feeBps: 100n }));
  const rate = await order(me, theirs);
  await releaseOrder(me, { deal: rate });
  await decree(world, setFeeCall(me, { feeBps: 0n }));
  const deals = {
    ...{ dispute, resolve, rate, release: await order(me, theirs), deliver: await order(alice, mine) },
    ...{ topUp: await stream(me, theirs), cancel: await stream(me, theirs), claim: await stream(alice, mine) },
  };
  const mandate = async (payer: Client, payee: string) => {
    const drafted = await draftMandate(payer, { payee, limit: PRICE, period: BigInt(DAY) });
    await acceptMandate(payer, { mandate: drafted });
    return drafted;
  };
  await approve(alice, { spender: alice.addresses.PaymentHub, amount: PRICE });
  const mandates = { charge: await mandate(alice, mine), revoke: await mandate(me, theirs) };
  const quote = async (payee: Client, address: string) =>
    signQuote(payee, { deal: await draftOrder(payee, { payee: address, price: PRICE }) });
  return { deals, mandates, quotes: { accept: await quote(provider, theirs), takeBack: await quote(me, mine) } };
}
