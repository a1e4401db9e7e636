import { expect } from "chai";
import { getAddress, ZeroAddress } from "ethers";
import type { Indexer } from "../../packages/indexer/src/indexer.js";
import { toRow } from "../../packages/indexer/src/store/rows.js";
import type { Row, TableName } from "../../packages/indexer/src/store/schema.js";
import { dealIdOf, mandateIdOf } from "../../packages/sdk/src/hub/ids.js";
import { networkHelpers } from "../fixtures/chain.js";
import { inMemory } from "../fixtures/indexing.js";
import { storyFixture, type Story } from "../fixtures/indexedStory.js";

const STATES = ["none", "open", "delivered", "disputed", "closed"];

async function exactFixture() {
  const story = await storyFixture();
  return { story, indexer: await inMemory(story.client) };
}

/** All rows of a table. */
async function rowsOf<Name extends TableName>({ store }: Indexer, table: Name, sql: string): Promise<Row<Name>[]> {
  const rows = await store.database.all<Record<string, never>>(`SELECT * FROM ${sql}`);
  return rows.map((row) => toRow(table, Object.values(row)));
}

describe("indexer: rows and contracts", function () {
  let story: Story;
  let indexer: Indexer;

  beforeEach(async () => {
    ({ story, indexer } = await networkHelpers.loadFixture(exactFixture));
  });

  it("has every balance of SCV, and their sum is the supply", async () => {
    const balances = await rowsOf(indexer, "balances", "balances");
    for (const { account, balance } of balances) expect(balance).to.equal(await story.coin.balanceOf(account), account);
    const known = new Set(balances.map(({ account }) => account));
    for (const account of story.accounts.filter((one) => !known.has(one.toLowerCase()))) {
      expect(await story.coin.balanceOf(account), account).to.equal(0n);
    }
    expect(balances.reduce((sum, { balance }) => sum + balance, 0n)).to.equal(await story.coin.totalSupply());
  });

  it("has every voter: what is locked, votes and delegate", async () => {
    const { votes } = story;
    const voters = await rowsOf(indexer, "voters", "voters");
    expect(voters.length).to.be.above(3);
    for (const { account, locked, votes: cast, delegate } of voters) {
      expect(locked, account).to.equal(await votes.balanceOf(account));
      expect(cast, account).to.equal(await votes.getVotes(account));
      expect(getAddress(delegate ?? account), account).to.equal(await votes.delegates(account));
    }
    const [supply] = await rowsOf(indexer, "votesSupply", "votes_supply");
    expect(supply?.amount).to.equal(await votes.totalSupply());
  });

  it("has every deal as the hub has it", async () => {
    const deals = await rowsOf(indexer, "deals", "deals");
    expect(deals.map(({ id }) => id).sort()).to.deep.equal(
      story.deals.map((deal) => dealIdOf(story.client, deal)).sort(),
    );
    for (const { id, state, funded, paid, deposited, refunded } of deals) {
      const escrow = await story.hub.escrowOf(id);
      expect([funded, paid], id).to.deep.equal([escrow.funded, escrow.paid]);
      expect(state === "voided" ? "closed" : state, id).to.equal(STATES[Number(escrow.status)]);
      expect(deposited - refunded, id).to.equal(funded);
    }
    expect(new Set(deals.map(({ state }) => state))).to.deep.equal(new Set(["open", "delivered", "closed", "voided"]));
  });

  it("has the terms of every deal", async () => {
    for (const deal of story.deals.slice(0, -1)) {
      const [row] = await rowsOf(indexer, "deals", `deals WHERE id = '${dealIdOf(story.client, deal)}'`);
      if (row?.state === "voided") continue;
      expect(row).to.deep.include({ price: deal.price, period: Number(deal.period), deadline: Number(deal.deadline) });
      expect(getAddress(row?.payer ?? "")).to.equal(deal.payer);
      expect(getAddress(row?.payee ?? "")).to.equal(deal.payee);
      expect(getAddress(row?.arbiter ?? ZeroAddress)).to.equal(deal.arbiter);
    }
  });

  it("has money in the hub for every open deal and the fees", async () => {
    const deals = await rowsOf(indexer, "deals", "deals");
    const escrowed = deals
      .filter(({ state }) => state !== "closed")
      .reduce((sum, { funded, paid }) => sum + funded - paid, 0n);
    expect(escrowed + (await story.hub.fees())).to.equal(await story.coin.balanceOf(story.hub));
    const collections = await rowsOf(indexer, "feeCollections", "fee_collections");
    const mandates = await rowsOf(indexer, "mandates", "mandates");
    const taken = [...deals, ...mandates].reduce((sum, { fees }) => sum + fees, 0n);
    expect(taken).to.equal(collections.reduce((sum, { amount }) => sum + amount, 0n) + (await story.hub.fees()));
    expect(taken).to.be.above(0n);
  });

  it("has every mandate", async () => {
    const mandates = await rowsOf(indexer, "mandates", "mandates");
    expect(mandates.map(({ id }) => id).sort()).to.deep.equal(
      story.mandates.map((mandate) => mandateIdOf(story.client, mandate)).sort(),
    );
    expect(mandates.map(({ state }) => state).sort()).to.deep.equal(["accepted", "revoked", "revoked"]);
    for (const { id, state } of mandates) {
      const { status } = await story.hub.mandateState(id);
      expect(Number(status), id).to.equal(state === "accepted" ? 1 : 2);
    }
    const charged = mandates.map((mandate) => mandate.charged).sort();
    expect(charged).to.deep.equal([0n, 1_000_000_000_000_000n, 3_000_000_000_000_000n]);
  });

  it("has every tally, deadline and outcome", async () => {
    const { dao } = story;
    const proposals = await rowsOf(indexer, "proposals", "proposals");
    expect(proposals.length).to.equal(Number(await dao.latestProposalId()));
    for (const {
      id,
      voteStart,
      voteEnd,
      eta,
      createdAt,
      canceledAt,
      executedAt,
      descriptionHash,
      ...row
    } of proposals) {
      const tally = await dao.proposalVotes(id);
      expect([row.againstVotes, row.forVotes, row.abstainVotes], id).to.deep.equal([...tally]);
      expect(BigInt(voteStart), id).to.equal(await dao.proposalSnapshot(id));
      expect(BigInt(voteEnd), id).to.equal(await dao.proposalDeadline(id));
      expect(BigInt(eta ?? 0), id).to.equal(await dao.proposalEta(id));
      const state = Number(await dao.state(id));
      expect([canceledAt !== null, executedAt !== null], id).to.deep.equal([state === 2, state === 7]);
      expect(createdAt).to.be.below(voteStart);
      expect(descriptionHash).to.match(/^0x[0-9a-f]{64}$/);
    }
    expect(proposals.filter(({ extended }) => extended === 1).length).to.be.above(0);
  });

  it("has the settings of every contract", async () => {
    const { dao, hub } = story;
    const rows = await rowsOf(indexer, "settings", "settings");
    const settings = Object.fromEntries(rows.map(({ contract, name, value }) => [`${contract}.${name}`, value]));
    expect(settings).to.deep.include({
      "ServiceDAO.votingDelay": String(await dao.votingDelay()),
      "ServiceDAO.votingPeriod": String(await dao.votingPeriod()),
      "ServiceDAO.proposalThreshold": String(await dao.proposalThreshold()),
      "ServiceDAO.lateQuorumVoteExtension": String(await dao.lateQuorumVoteExtension()),
      "ServiceDAO.executionDelay": String(await dao.executionDelay()),
      "ServiceDAO.gracePeriod": String(await dao.gracePeriod()),
      "ServiceDAO.quorumNumerator": String(await dao["quorumNumerator()"]()),
      "ServiceDAO.quorumFloor": String(await dao.quorumFloor()),
      "PaymentHub.feeBps": String(await hub.fee()),
      "PaymentHub.owner": (await dao.getAddress()).toLowerCase(),
      "ServiceCoin.owner": (await dao.getAddress()).toLowerCase(),
      "Treasury.owner": (await dao.getAddress()).toLowerCase(),
    });
  });

  it("has budgets and caps", async () => {
    const { treasury, coin, dave } = story;
    const [budget] = await rowsOf(indexer, "budgets", "budgets");
    const [amount, period] = await treasury.budgetOf(dave, coin);
    expect(budget).to.deep.include({ amount, period: Number(period), spent: 500_000_000_000_000_000n });
    const caps = await rowsOf(indexer, "caps", "caps");
    expect(caps.length).to.equal(2);
    for (const cap of caps) {
      const [most, length] = await treasury.capOf(cap.asset);
      const scheduled = await treasury.scheduledCapOf(cap.asset);
      expect([cap.amount, BigInt(cap.period ?? 0)], cap.asset).to.deep.equal([most, length]);
      expect([cap.scheduledAmount ?? 0n, BigInt(cap.effectiveAt ?? 0)], cap.asset).to.deep.equal([
        scheduled.amount,
        scheduled.effectiveAt,
      ]);
    }
  });

  it("has every service with its metadata", async () => {
    const { registry } = story;
    const services = await rowsOf(indexer, "services", "services");
    expect(services.map(({ id }) => BigInt(id))).to.deep.equal(story.services);
    for (const { id, owner, wallet, uri } of services) {
      expect(getAddress(owner)).to.equal(await registry.ownerOf(id));
      expect(getAddress(wallet ?? ZeroAddress)).to.equal(await registry.getAgentWallet(id));
      expect(uri).to.equal(await registry.tokenURI(id));
    }
    for (const { serviceId, key, value } of await rowsOf(indexer, "serviceMetadata", "service_metadata")) {
      expect(value, key).to.equal(await registry.getMetadata(serviceId, key));
    }
    expect(services[0]).to.deep.include({ name: "天气预报", category: "weather", price: 10n ** 17n, unit: "request" });
    expect(services[2]).to.deep.include({ name: "Bob's maps", category: "maps", price: null, wallet: null });
  });

  it("has the sums of ratings as the contract computes them", async () => {
    const { reputation } = story;
    for (const { id, ratings, ratedPaid, ratingSum, ratingWeighted } of await rowsOf(indexer, "services", "services")) {
      const { count, paid, average, weightedAverage } = await reputation.getPaidSummary(id);
      expect([BigInt(ratings), ratedPaid], String(id)).to.deep.equal([count, paid]);
      if (ratings > 0) {
        expect([ratingSum / count, ratingWeighted / paid]).to.deep.equal([average, weightedAverage]);
      }
    }
    const [first] = await rowsOf(indexer, "services", "services WHERE id = 0");
    expect(first).to.deep.include({ ratings: 2, unpaidFeedback: 2 });
  });

  it("has every feedback", async () => {
    const all = await rowsOf(indexer, "feedback", "feedback");
    expect(all.length).to.equal(6);
    for (const { serviceId, client, number, value, decimals, tag1, tag2, revokedAt } of all) {
      const read = await story.reputation.readFeedback(serviceId, client, number);
      expect([value, BigInt(decimals), revokedAt !== null]).to.deep.equal([
        read.value,
        read.valueDecimals,
        read.isRevoked,
      ]);
      expect([tag1, tag2]).to.deep.equal([read.tag1, read.tag2].map((tag) => tag.replaceAll("\0", "\uFFFD")));
    }
    expect(all.filter(({ paid }) => paid !== null).length).to.equal(3);
    expect(all.map(({ responses }) => responses).reduce((sum, count) => sum + count)).to.equal(2);
  });

  it("has every validation", async () => {
    const rows = await rowsOf(indexer, "validations", "validations");
    expect(rows.map(({ requestHash }) => requestHash).sort()).to.deep.equal([...story.requestHashes].sort());
    for (const { requestHash, validator, serviceId, response, tag } of rows) {
      const read = await story.validation.getValidationStatus(requestHash);
      expect([getAddress(validator), BigInt(serviceId)]).to.deep.equal([read.validatorAddress, read.agentId]);
      expect([BigInt(response ?? 0), tag ?? ""]).to.deep.equal([read.response, read.tag]);
    }
  });

  it("counts what reached payees, and nothing twice", async () => {
    const payments = await rowsOf(indexer, "payments", "payments");
    const deals = await rowsOf(indexer, "deals", "deals");
    const mandates = await rowsOf(indexer, "mandates", "mandates");
    const sum = (kinds: string[]) =>
      payments.filter(({ kind }) => kinds.includes(kind)).reduce((total, { amount }) => total + amount, 0n);
    expect(sum(["order", "stream", "subscription"])).to.equal(deals.reduce((total, { paid }) => total + paid, 0n));
    expect(sum(["mandate"])).to.equal(mandates.reduce((total, { charged }) => total + charged, 0n));
    expect(sum(["x402"])).to.equal(17n);
    expect(sum(["transfer"])).to.equal(1_016n);
    const pairs = await rowsOf(indexer, "pairs", "pairs");
    const accounts = await rowsOf(indexer, "accounts", "accounts");
    const total = payments.reduce((all, { amount }) => all + amount, 0n);
    expect(pairs.reduce((all, { amount }) => all + amount, 0n)).to.equal(total);
    expect(accounts.reduce((all, { paid }) => all + paid, 0n)).to.equal(total);
    const fees = payments.reduce((all, { fee }) => all + fee, 0n);
    expect(accounts.reduce((all, { earned }) => all + earned, 0n)).to.equal(total - fees);
  });

  it("finds transfers by their reference and authorization", async () => {
    const rows = await rowsOf(
      indexer,
      "transfers",
      "transfers WHERE reference IS NOT NULL OR authorization IS NOT NULL",
    );
    expect(rows.map(({ amount }) => amount)).to.deep.equal([7n, 9n, 17n, 1_000n]);
    expect(rows.map(({ reference }) => reference !== null)).to.deep.equal([true, true, false, true]);
  });
});
