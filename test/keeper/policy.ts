import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEther, parseUnits } from "ethers";
import { SettingsError } from "../../packages/daemon/src/settingsFile.js";
import { readPolicy } from "../../packages/keeper/src/policy/readPolicy.js";
import { inOwnOrder } from "../../packages/keeper/src/round/order.js";
import { Budget } from "../../packages/keeper/src/state/budget.js";
import type { Purpose } from "../../packages/keeper/src/state/purpose.js";
import { SetAside } from "../../packages/keeper/src/state/setAside.js";

const ALICE = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const DAY = 86_400;

function faultsOf(text: string, options = {}) {
  try {
    readPolicy({ name: "policy.json", text }, options);
  } catch (error) {
    expect(error).to.be.instanceOf(SettingsError);
    return (error as SettingsError).faults.map(({ line, field }) => [line, field]);
  }
  throw new Error("the policy is valid");
}

describe("keeper: policy", () => {
  it("reads amounts exactly, has defaults, and lets options override the file", () => {
    const text = `{ "for": ["${ALICE.toLowerCase()}"], "lowestAmount": 0.1, "highestGasPrice": "2.5" }`;
    const policy = readPolicy({ name: "policy.json", text }, { budgetPerDay: "0.2", lowestAmount: undefined });
    expect(policy).to.include({ lowestAmount: parseEther("0.1"), highestGasPrice: parseUnits("2.5", "gwei") });
    expect(policy).to.include({ budgetPerDay: parseEther("0.2"), dryRun: false });
    expect(policy.for).to.deep.equal([ALICE]);
    expect(readPolicy(undefined).duties).to.include("claimOrders").and.not.include("chargeMandates");
  });

  it("names line, field and what is expected", () => {
    const text = `{
  "duties": ["claimOrders",
    "claimEverything"],
  "for": ["0x12"],
  "budgetPerDay": "a lot",
  "budget": 1
}`;
    expect(faultsOf(text)).to.deep.equal([
      [3, "duties[1]"],
      [4, "for[0]"],
      [5, "budgetPerDay"],
      [6, "budget"],
    ]);
    expect(() => readPolicy({ name: "policy.json", text })).to.throw(
      SettingsError,
      /policy\.json.*line 3, duties\[1\]: expected one of claimOrders, .*line 5, budgetPerDay: expected ether as/,
    );
    expect(faultsOf("[1]")).to.deep.equal([[1, ""]]);
    expect(faultsOf('{\n"dryRun": true,\n')).to.deep.include([3, ""]);
    expect(faultsOf("{}", { lowestAmount: "much" })).to.deep.equal([[undefined, "lowestAmount"]]);
  });
});

describe("keeper: what it remembers", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-aside-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("waits longer after each failure, up to a day, also after a restart, and forgets what was done", async () => {
    const file = path.join(folder, "aside.json");
    let aside = await SetAside.open(file);
    const pauses: number[] = [];
    let now = 1_000_000;
    for (let failures = 1; failures <= 8; failures++) {
      const { until } = await aside.add("claimOrders:0x1", "HubTooEarly", now);
      pauses.push((until - now) / 60_000);
      aside = await SetAside.open(file);
      expect(aside.isWaiting("claimOrders:0x1", until - 1)).to.equal(true);
      expect(aside.isWaiting("claimOrders:0x1", until)).to.equal(false);
      now = until;
    }
    expect(pauses).to.deep.equal([1, 4, 16, 64, 256, 1_024, 1_440, 1_440]);
    await aside.clear(["claimOrders:0x1"]);
    expect((await (await SetAside.open(file)).add("claimOrders:0x1", "again", now)).failures).to.equal(1);
    await writeFile(file, "torn");
    expect((await SetAside.open(file)).waiting(now)).to.deep.equal([]);
  });

  it("counts what the transactions of a day cost, and keeps no more than that", () => {
    const budget = new Budget();
    const purposeAt = (at: number) => ({ at }) as Purpose;
    const result = { status: "reverted" as const, block: 1, fee: 5n };
    budget.add(purposeAt(10 * DAY - 1), result);
    budget.add(purposeAt(10 * DAY), result);
    budget.add(purposeAt(10 * DAY + 7), { ...result, fee: 6n });
    expect([budget.spent(10 * DAY - 5), budget.spent(10 * DAY + 99), budget.spent(11 * DAY)]).to.deep.equal([
      5n,
      11n,
      0n,
    ]);
    expect([...budget.entries()]).to.have.length(2);
    expect(budget.spent(10 * DAY + 99)).to.equal(11n);
  });

  it("has an order of its own, the same each time, which no other keeper shares", () => {
    const works = Array.from({ length: 100 }, (_, index) => ({ key: `refundOrders:${index}` }));
    const keysOf = (account: string) => inOwnOrder(account, works, 1_000).map(({ work }) => work.key);
    expect(keysOf(ALICE)).to.deep.equal(keysOf(ALICE.toLowerCase()));
    expect(keysOf(ALICE)).to.have.members(works.map(({ key }) => key));
    const other = keysOf("0x0000000000000000000000000000000000000001");
    expect(keysOf(ALICE).filter((key, index) => other[index] === key).length).to.be.below(10);
    const delays = inOwnOrder(ALICE, works, 1_000).map(({ delay }) => delay);
    expect(delays).to.deep.equal(delays.toSorted((a, b) => a - b));
    expect(Math.max(...delays)).to.be.below(1_000);
  });
});
