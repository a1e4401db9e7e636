import { expect } from "chai";
import { parseEther } from "ethers";
import { readBalance } from "../../packages/sdk/src/coin/index.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import { removeCapCall, setBudgetCall, setCapCall } from "../../packages/sdk/src/proposals/index.js";
import { ETHER } from "../../packages/sdk/src/treasury/index.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";
import { govern } from "../fixtures/proposals.js";

const DAY = 86_400n;

onANode("cli: treasury", (live) => {
  const cli = withCli(live);
  const addressOf = (who: "bob" | "carol") => live().wallet(who).address;
  const reader = () => createClient(live().provider, live().deployment);

  it("show: what is there", async () => {
    const { Treasury, ServiceVotes } = reader().addresses;
    const text = `address  ${Treasury}\nSCV      20 SCV\nETH      0 ETH\ncapped   nothing\n`;
    expect(await cli().exact(undefined, "treasury", "show")).to.equal(text);
    const tokens = ["--asset", ServiceVotes, "--asset", "eth"];
    expect(await cli().json(undefined, "treasury", "show", ...tokens)).to.deep.equal({
      address: Treasury,
      ether: "0",
      scv: "20000000000000000000",
      tokens: [{ asset: ServiceVotes, balance: "0" }],
      caps: [],
    });
    expect(await cli().refusal(2, undefined, "treasury", "show", "--asset", addressOf("bob"))).to.equal(
      "InvalidArgument",
    );
    expect(await cli().refusal(2, undefined, "treasury", "show", "--asset", "dollar")).to.equal("BadAsset");
  });

  it("budget and spend: in SCV and in ether", async function () {
    const client = reader();
    const { ServiceCoin, Treasury } = client.addresses;
    const [steward, carol] = [addressOf("bob"), addressOf("carol")];
    await (
      await live()
        .wallet("bob")
        .sendTransaction({ to: Treasury, value: parseEther("1") })
    ).wait();
    const period = 36_500n * DAY;
    await govern(
      live(),
      setBudgetCall(client, { steward, asset: ServiceCoin, amount: parseEther("2"), period }),
      setBudgetCall(client, { steward, asset: ETHER, amount: parseEther("1"), period }),
    );
    expect(await cli().exact(undefined, "treasury", "budget", steward)).to.equal(
      `steward        ${steward}\nasset          SCV\nbudget         2 SCV per 36500d\navailable now  2 SCV\n`,
    );
    expect(await cli().exact("bob", "treasury", "spend", carol, "1.5", "--ref", "invoice-7", "--events")).to.equal(
      `Paid 1.5 SCV from your budget to ${carol}.
Spent        Treasury
  steward    ${steward}
  asset      ${ServiceCoin} (ServiceCoin)
  to         ${carol}
  amount     1.5 SCV
  ref        "invoice-7"
Transfer     ServiceCoin
  from       ${Treasury} (Treasury)
  to         ${carol}
  value      1.5 SCV
transaction  <hash>
gas used     <gas>
fee          <fee> ETH
Next: servicecoin treasury budget ${steward} --asset ${ServiceCoin}
`,
    );
    // By the coin's address the amount is one of SCV as well.
    await cli().exact("bob", "treasury", "spend", carol, "0.25", "--asset", ServiceCoin);
    expect(await readBalance(client, { account: carol })).to.equal(parseEther("17.75"));
    const before = await live().provider.getBalance(carol);
    await cli().exact("bob", "treasury", "spend", carol, "0.75", "--asset", "eth");
    expect(await live().provider.getBalance(carol)).to.equal(before + parseEther("0.75"));

    const budget = await cli().json<object>(undefined, "treasury", "budget", steward, "--asset", "eth");
    expect(budget).to.include({ steward, asset: ETHER, symbol: "ETH", amount: "1000000000000000000" });
    const spend = ["treasury", "spend", carol];
    const over = /^0x\w{40} has 0\.25\d* SCV left of its budget of 2 SCV per 36500d, less than 1 SCV\.$/;
    await cli().refuse("bob", [...spend, "1"], 1, "TreasuryBudgetExceeded", over);
    const none = `${carol} has no budget for SCV: the DAO gives budgets by proposal.`;
    await cli().refuse("carol", [...spend, "0.1"], 1, "TreasuryBudgetExceeded", none);
    expect(await cli().refusal(2, "bob", "treasury", "spend", carol, "1 SCV", "--asset", "eth")).to.equal("BadAmount");
  });

  it("spend: more than the cap allows, within the budget", async function () {
    const client = reader();
    const { ServiceCoin: asset } = client.addresses;
    await govern(
      live(),
      setBudgetCall(client, { steward: addressOf("bob"), asset, amount: parseEther("2"), period: DAY }),
      setCapCall(client, { asset, amount: parseEther("1"), period: 30n * DAY }),
    );
    const spend = ["treasury", "spend", addressOf("carol")];
    const full = "1 SCV may leave the treasury now under its cap, less than 1.5 SCV.";
    await cli().refuse("bob", [...spend, "1.5"], 1, "TreasuryCapExceeded", full);
    await cli().exact("bob", ...spend, "0.75");
    const left = "0.25 SCV may leave the treasury now under its cap, less than 0.5 SCV.";
    await cli().refuse("bob", [...spend, "0.5"], 1, "TreasuryCapExceeded", left);
  });

  it("cap and apply-cap", async function () {
    const client = reader();
    const { ServiceCoin: asset } = client.addresses;
    expect(await cli().exact(undefined, "treasury", "cap")).to.equal("asset  SCV\ncap    none\n");
    expect(await cli().json(undefined, "treasury", "cap", "--asset", "eth")).to.deep.equal({
      asset: ETHER,
      symbol: "ETH",
      cap: null,
    });
    const terms = { asset, amount: parseEther("3"), period: 30n * DAY };
    await govern(live(), setCapCall(client, terms), removeCapCall(client, { asset }));
    const { effectiveAt } = await client.treasury.scheduledCapOf(asset);
    const time = new Date(Number(effectiveAt) * 1000).toISOString().replace(".000Z", "Z");
    const text = `asset          SCV
cap            3 SCV per 30d
available now  3 SCV
scheduled      removed, from ${time}
`;
    expect(await cli().exact(undefined, "treasury", "cap")).to.equal(text);
    expect(await cli().exact(undefined, "treasury", "show")).to.match(new RegExp(`ETH {6}0 ETH\n\n${text}$`));
    const due = `The change of the cap on SCV is due at <time>: wait until then.`;
    await cli().refuse("carol", ["treasury", "apply-cap"], 1, "TreasuryNoCapDue", due);
    const none = "No change of the cap on ETH is scheduled.";
    await cli().refuse("carol", ["treasury", "apply-cap", "--asset", "eth"], 1, "TreasuryNoCapDue", none);
    await live().pass(Number(7n * DAY));
    expect(await cli().exact(undefined, "treasury", "cap")).to.include("removed, due: anyone can apply it now\n");
    await cli().exact("carol", "treasury", "apply-cap");
    expect(await client.treasury.cappedAssets()).to.deep.equal([]);
  });
});
