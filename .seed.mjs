import { connect, openProvider, payCall, mintCall, customCall, propose, vote, lock, readProposal, queueProposal, executeProposal, cancelProposal, parseScv, setFeeCall } from "@servicecoin/sdk";
import { HDNodeWallet } from "ethers";
import fs from "node:fs";
const config = await (await fetch(process.env.BASE + "/config.json")).json();
const n = config.networks[0];
const provider = await openProvider(n.rpc);
const client = async (i) => connect(HDNodeWallet.fromPhrase(n.local.mnemonic, undefined, `m/44'/60'/0'/0/${i}`).connect(provider), n.deployment);
const [a, b, c, g] = await Promise.all([1, 2, 3, 6].map(client));
const sleep = (s) => new Promise((r) => setTimeout(r, s * 1000));
const scv = a.addresses.ServiceCoin;
const mode = process.argv[2] ?? "all";
const to = n.local.accounts[8];
const pay = (amount) => payCall(a, { asset: scv, to, amount: parseScv(amount) });
if (mode === "lock") { for (const x of [a, b, c]) await lock(x, { amount: parseScv("4") }); await sleep(2); }
const p = async (who, description, calls) => { const r = await propose(who, { calls, description: description + " " + Date.now(), exclusive: true }); console.log(r.proposalId, description.slice(0, 40)); return r.proposalId; };
const text = customCall(a, { target: a.addresses.ServiceDAO });
if (mode === "all" || mode === "lock") {
  const hostile = "# <img src=x onerror=alert(1)> **Pay** \u202Eeverybody\u202C \u200B[click](javascript:alert(1))\n\n<script>alert(1)</script>\n\n" + ("A long text with \u2066hidden\u2069 marks and noSpaces".repeat(1) + "x".repeat(300) + "\n\n").repeat(55);
  const canceled = await p(a, "Canceled by its proposer", [pay("1")]);
  await cancelProposal(g, { proposalId: canceled });
  const defeated = await p(a, "Defeated: too few votes", [pay("1")]);
  const passed = await p(a, "Succeeded: nobody has queued it\n\nThe members decided.\n\nIt waits.", [pay("0.1"), mintCall(a, { to, amount: parseScv("1") })]);
  const queued = await p(a, "Queued: pay more than the treasury has", [pay("900")]);
  const done = await p(a, "Executed: ask the members", [text]);
  const h = await p(b, hostile.slice(0, 20000), [customCall(a, { target: to, data: "0x12345678" + "ab".repeat(64) })]);
  await sleep(4);
  for (const x of [a, b, c]) { for (const id of [passed, queued, done]) await vote(x, { proposalId: id, support: "for", reason: x === b ? "We need it: <b>now</b> \u202E!" : "" }); }
  await vote(a, { proposalId: defeated, support: "for" });
  await vote(b, { proposalId: h, support: "abstain" });
  await sleep(22);
  await queueProposal(a, { proposalId: queued }); await queueProposal(a, { proposalId: done });
  await sleep(6);
  await executeProposal(a, { proposalId: done });
}
if (mode === "late") {
  const id = await p(a, "Late quorum", [pay("0.2")]);
  await sleep(20);
  for (const x of [a, b, c]) await vote(x, { proposalId: id, support: "for" });
  console.log("late", (await readProposal(a, id)).closesAt);
}
if (mode === "open") { for (const d of process.argv.slice(3)) await p(a, d, [pay("0.3")]); await sleep(3); await vote(b, { proposalId: (await a.dao.latestProposalId()), support: "against", reason: "Too much money for this." }); }
if (mode === "expire") { await provider.send("evm_increaseTime", [8 * 86400]); await provider.send("evm_mine", []); }
process.exit(0);
