import { expect } from "chai";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { receiptText } from "../../packages/proof/src/index.js";
import { readFinalReceipt, verifyFinalReceipt } from "../../packages/proof/src/beacon.js";
import { runCli } from "../fixtures/cli.js";
import { RecordedNode, serveRecorded } from "../fixtures/recordedNetwork.js";

const OTHER = `0x${"12".repeat(32)}`;
const NOWHERE = "http://127.0.0.1:1";

describe("cli: receipt on a final block", () => {
  let server: Awaited<ReturnType<typeof serveRecorded>>;
  let [folder, transaction, root] = ["", "", ""];
  const file = (name: string) => path.join(folder, name);

  before(async function () {
    this.timeout(60_000);
    const node = await RecordedNode.read();
    ({ transaction, root } = node.recording);
    server = await serveRecorded(node);
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-final-"));
    const made = await receipt("prove", transaction, ...on(server.url, root), "--out", "final.json");
    expect(made).to.deep.include({ code: 0, stderr: "" });
    const { receipt: plain } = readFinalReceipt(await readFile(file("final.json"), "utf8"));
    await writeFile(file("plain.json"), receiptText(plain));
  });

  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const on = (beacon: string, checkpoint: string) => ["--beacon", beacon, "--beacon-checkpoint", checkpoint];

  /** Runs a command with the recorded node; `verify` must not need one. */
  function receipt(verb: "prove" | "verify", ...args: string[]) {
    const rpc = verb === "prove" ? server.url : NOWHERE;
    return runCli(["receipt", verb, ...args, "--rpc", rpc], { cwd: folder });
  }

  /** Expects that a command fails with an exit code, and returns the error for programs. */
  async function refusal(
    exit: number,
    ...args: Parameters<typeof receipt>
  ): Promise<{ code: string; message: string }> {
    const { code, stdout, stderr } = await receipt(...args, "--json");
    expect({ code, stdout }).to.deep.equal({ code: exit, stdout: "" });
    return (JSON.parse(stderr) as { error: { code: string; message: string } }).error;
  }

  it("proves it with a beacon node, and verifies it from the trusted block with no node", async () => {
    const { code, stdout } = await receipt("verify", "final.json", "--beacon-checkpoint", root);
    const { finality, checkpoint } = verifyFinalReceipt(await readFile(file("final.json"), "utf8"), { root });
    const { committee, signers } = finality;
    expect(code).to.equal(0);
    expect(stdout.split("\n")).to.include.members([
      `checkpoint   ${checkpoint.number}, ${checkpoint.hash}`,
      `final        slot ${finality.end.slot} of the beacon chain, ${finality.end.root}`,
      `signed by    ${signers} of 32 members of the sync committee ${committee.period}:${committee.root}`,
      `proven from  slot ${finality.start.slot} of the beacon chain, ${root}`,
      "trust        the trusted block or committee",
    ]);
  });

  it("verifies it from a sync committee that it passes", async () => {
    const { committee } = verifyFinalReceipt(await readFile(file("final.json"), "utf8")).finality;
    const trusted = ["--sync-committee", `${committee.period}:${committee.root}`];
    expect((await receipt("verify", "final.json", ...trusted)).stdout).to.include("the trusted block or committee");
    const other = await refusal(1, "verify", "final.json", "--sync-committee", `${committee.period}:${OTHER}`);
    expect(other.code).to.equal("WrongCheckpoint");
  });

  it("says that nothing was compared without a root", async () => {
    const { stdout } = await receipt("verify", "final.json");
    expect(stdout).to.include("trust        not compared: give --beacon-checkpoint with a root that you trust\n");
  });

  it("makes a page that says on which block it stands", async () => {
    await receipt("verify", "final.json", "--beacon-checkpoint", root, "--html", "final.html");
    const page = await readFile(file("final.html"), "utf8");
    const { finality } = verifyFinalReceipt(await readFile(file("final.json"), "utf8"), { root });
    const signed = `${finality.signers} of the 32 members of the sync committee signed it`;
    const { slot } = finality.start;
    expect(page).to.include(
      `The block of the checkpoint is final: ${signed}, as follows from the beacon block of slot`,
    );
    expect(page).to.include(`That the beacon block of slot ${slot} belongs to the chain: compare its root with a`);
    expect(page).to.include(`<tr><th>from slot</th><td>${slot}</td></tr><tr><th>its root</th><td><code>${root}</code>`);
    expect(page).to.include("--beacon-checkpoint &lt;root of that beacon block");
  });

  it("refuses what it cannot verify or prove, in one sentence each", async () => {
    const text = await readFile(file("final.json"), "utf8");
    await writeFile(file("changed.json"), text.replace('"proposerIndex": "', '"proposerIndex": "1'));
    const cases: [exit: number, code: string, message: RegExp, args: Parameters<typeof receipt>][] = [
      [
        1,
        "WrongCheckpoint",
        /^finality\.bootstrap\.header is 0x/,
        ["verify", "final.json", "--beacon-checkpoint", OTHER],
      ],
      [1, "Mismatch", /^digest is 0x/, ["verify", "changed.json", "--beacon-checkpoint", root]],
      [
        1,
        "NoFinality",
        /^The receipt does not say on which final/,
        ["verify", "plain.json", "--beacon-checkpoint", root],
      ],
      [2, "BadCommittee", /is not <period>:<root> of a sync/, ["verify", "final.json", "--sync-committee", OTHER]],
      [2, "BadHash", /is not 32 bytes/, ["verify", "final.json", "--beacon-checkpoint", "0x12"]],
      [1, "NoLightClientData", /: 404 not recorded\.$/, ["prove", transaction, ...on(server.url, OTHER)]],
      [3, "Unreachable", /^The node does not answer /, ["prove", transaction, ...on(NOWHERE, root)]],
      [2, "MissingOption", /^--beacon needs --beacon-checkpoint\.$/, ["prove", transaction, "--beacon", server.url]],
      [
        2,
        "MissingOption",
        /^--beacon-checkpoint needs --beacon\.$/,
        ["prove", transaction, "--beacon-checkpoint", root],
      ],
      [
        2,
        "ConflictingOptions",
        /^--checkpoint and --beacon conflict/,
        ["prove", transaction, ...on(server.url, root), "--checkpoint", "9"],
      ],
    ];
    for (const [exit, code, message, args] of cases) {
      const error = await refusal(exit, ...args);
      expect(error.code, args.join(" ")).to.equal(code);
      expect(error.message).to.match(message);
    }
    expect(existsSync(file("receipt.json"))).to.equal(false);
  });
});
