import { expect } from "chai";
import { MaxUint256, parseEther } from "ethers";
import { readAllowance, readAuthorization, readBalance } from "../../packages/sdk/src/coin/index.js";
import { createClient } from "../../packages/sdk/src/core/client.js";
import { onANode } from "../fixtures/live.js";
import { withCli } from "../fixtures/liveCli.js";

const NONCE = `0x${"07".repeat(32)}`;

onANode("cli: coin", (live) => {
  const cli = withCli(live);
  const addressOf = (who: "alice" | "bob" | "carol" | "dave") => live().wallet(who).address;
  const reader = () => createClient(live().provider, live().deployment);
  const balanceOf = (who: "alice" | "bob" | "carol" | "dave") => readBalance(reader(), { account: addressOf(who) });

  it("batch: pays many, as typed or as a file says", async () => {
    const [alice, bob, carol] = [addressOf("alice"), addressOf("bob"), addressOf("carol")];
    const pay = ["--pay", `${bob}=1.5`, "--pay", `${carol} = 2 SCV`, "--events"];
    expect(await cli().exact("alice", "coin", "batch", ...pay)).to.equal(
      `Sent 3.5 SCV in 2 payments.
Transfer     ServiceCoin
  from       ${alice}
  to         ${bob}
  value      1.5 SCV
Transfer     ServiceCoin
  from       ${alice}
  to         ${carol}
  value      2 SCV
transaction  <hash>
gas used     <gas>
fee          <fee> ETH
Next: servicecoin coin balance ${alice}
`,
    );
    await cli().write("pay.json", [`${bob}=1`, { to: carol, amount: "0.25" }]);
    await cli().exact("alice", "coin", "batch", "pay.json");
    expect(await balanceOf("bob")).to.equal(parseEther("18.5"));
    expect(await balanceOf("carol")).to.equal(parseEther("18.25"));
  });

  it("payments: finds those with a reference, of all payers and receivers or of some", async () => {
    const [alice, bob, carol] = [addressOf("alice"), addressOf("bob"), addressOf("carol")];
    await cli().text("alice", "coin", "transfer", bob, "1.5", "--ref", "invoice-7");
    await cli().text("carol", "coin", "transfer", bob, "0.5", "--ref", "invoice-7");
    await cli().text("carol", "coin", "transfer", bob, "0.5", "--ref", "invoice-8");
    const payments = (...args: string[]) =>
      cli().json<{ from: string; amount: string }[]>(undefined, "coin", "payments", ...args);
    expect(await payments("invoice-7")).to.have.length(2);
    expect(await payments("invoice-7", "--to", carol)).to.deep.equal([]);
    const [paid, ...others] = await payments("invoice-7", "--from", alice, "--to", bob);
    expect(paid).to.deep.include({ from: alice, to: bob, amount: String(parseEther("1.5")) });
    expect(others).to.deep.equal([]);
    const shown = await cli().exact(undefined, "coin", "payments", "invoice-8");
    expect(shown).to.match(new RegExp(`\n0.5 SCV  ${carol}  ${bob} +\\d+  <hash>\n$`));
    expect(await cli().exact(undefined, "coin", "payments", "invoice-9")).to.equal(
      "No payments with this reference.\n",
    );
  });

  it("approve and allowance, also without end", async () => {
    const [owner, spender] = [addressOf("alice"), addressOf("bob")];
    await cli().exact("alice", "coin", "approve", spender, "2.5");
    expect(await cli().json("alice", "coin", "allowance", spender)).to.deep.equal({
      owner,
      spender,
      allowance: "2500000000000000000",
    });
    const approved = await cli().exact("alice", "coin", "approve", spender, "unlimited", "--events");
    expect(approved)
      .to.match(new RegExp(`^Let ${spender} move all your SCV\\.\n`))
      .and.include("  value      unlimited\n");
    expect(await cli().exact(undefined, "coin", "allowance", spender, owner)).to.equal(
      `owner      ${owner}\nspender    ${spender}\nallowance  unlimited\n`,
    );
  });

  it("burn", async () => {
    await cli().exact("alice", "coin", "burn", "0.5");
    expect(await balanceOf("alice")).to.equal(parseEther("15.5"));
    expect(await reader().coin.totalSupply()).to.equal(parseEther("199.5"));
  });

  it("sign-transfer and submit: pays by a signature that another account submits, once", async () => {
    const [alice, carol] = [addressOf("alice"), addressOf("carol")];
    const before = "@4102444800";
    const terms = [carol, "1.5", "--valid-before", before, "--nonce", NONCE, "--out", "payment.json"];
    expect(await cli().exact("alice", "coin", "sign-transfer", ...terms)).to.equal(
      `signed         TransferWithAuthorization
  from         ${alice}
  to           ${carol}
  value        1.5 SCV
  validAfter   from the beginning
  validBefore  2100-01-01T00:00:00Z
  nonce        <hash>
file           payment.json
Next: servicecoin coin submit payment.json  (by any account, which pays the gas)
`,
    );
    const { message, primaryType } = (await cli().read("payment.json")) as { message: object; primaryType: string };
    const times = { validAfter: "0", validBefore: "4102444800" };
    expect(message).to.deep.equal({ from: alice, to: carol, value: "1500000000000000000", ...times, nonce: NONCE });
    expect(primaryType).to.equal("TransferWithAuthorization");
    expect(await cli().refusal(2, "alice", "coin", "sign-transfer", ...terms)).to.equal("FileExists");
    expect(await cli().refusal(2, "dave", "votes", "submit", "payment.json")).to.equal("OtherKind");

    await cli().exact("dave", "coin", "submit", "payment.json");
    expect(await balanceOf("alice")).to.equal(parseEther("14.5"));
    expect(await balanceOf("carol")).to.equal(parseEther("17.5"));
    expect(await cli().refusal(1, "dave", "coin", "submit", "payment.json")).to.equal("ERC3009UsedAuthorization");
    expect(await cli().json(undefined, "coin", "authorization", NONCE, alice)).to.deep.equal({
      authorizer: alice,
      nonce: NONCE,
      isUsed: true,
    });
  });

  it("submit: refuses what was changed", async () => {
    const signed = await cli().json<{ message: object }>("alice", "coin", "sign-transfer", addressOf("carol"), "1");
    await cli().write("changed.json", { ...signed, message: { ...signed.message, to: addressOf("dave") } });
    expect(await cli().refusal(1, "dave", "coin", "submit", "changed.json")).to.equal("ERC3009InvalidSignature");
  });

  it("sign-permit and submit", async () => {
    const [owner, spender] = [addressOf("alice"), addressOf("bob")];
    await cli().write("permit.json", await cli().json("alice", "coin", "sign-permit", spender, "unlimited"));
    await cli().exact("dave", "coin", "submit", "permit.json");
    expect(await readAllowance(reader(), { owner, spender })).to.equal(MaxUint256);
  });

  it("cancel, by oneself and by a signature", async () => {
    await cli().exact("alice", "coin", "cancel", NONCE);
    await cli().write("cancel.json", await cli().json("bob", "coin", "sign-cancel", NONCE));
    await cli().exact("dave", "coin", "submit", "cancel.json");
    for (const who of ["alice", "bob"] as const) {
      expect(await readAuthorization(reader(), { authorizer: addressOf(who), nonce: NONCE })).to.be.true;
    }
  });

  it("refuses what is no payment", async () => {
    const bob = addressOf("bob");
    await cli().write("bad.json", [{ to: bob, amount: 1.5 }]);
    await cli().write("other.json", { primaryType: "Permit" });
    const refusals: [code: string, args: string[]][] = [
      ["NoPayments", ["batch"]],
      ["ManySources", ["batch", "bad.json", "--pay", `${bob}=1`]],
      ["BadPayments", ["batch", "bad.json"]],
      ["BadPair", ["batch", "--pay", bob]],
      ["BadAmount", ["batch", "--pay", `${bob}=much`]],
      ["NoFile", ["submit", "none.json"]],
      ["BadSigned", ["submit", "other.json"]],
      ["BadTime", ["sign-transfer", bob, "1", "--valid-before", "2020-01-01"]],
      ["BadAmount", ["burn", "0"]],
    ];
    const codes = await Promise.all(refusals.map(([, args]) => cli().refusal(2, "alice", "coin", ...args)));
    expect(codes).to.deep.equal(refusals.map(([code]) => code));
  });
});
