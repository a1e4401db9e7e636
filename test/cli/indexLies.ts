import { expect } from "chai";
import { transfer } from "../../packages/sdk/src/coin/index.js";
import { runCli } from "../fixtures/cli.js";
import { until } from "../fixtures/gateway.js";
import { onANode } from "../fixtures/live.js";
import { seenBy } from "../fixtures/liveHub.js";
import { withServers } from "../fixtures/liveServers.js";
import { otherLogsIn, startLyingNode } from "../fixtures/lyingNode.js";
import path from "node:path";

onANode("cli: index with a node that lies", (live) => {
  const servers = withServers(live, "index", (folder) => ({ SERVICECOIN_DATA: path.join(folder, "data") }));

  it("names node, block and field in its log, its status and a metric, and goes on with the next node", async () => {
    const to = live().wallet("bob").address;
    const sent = await transfer(seenBy(live(), "alice"), { to, amount: 5n });
    const { blockNumber } = sent.receipt;
    const liar = await startLyingNode(live().node.url, otherLogsIn(blockNumber));
    const { origin } = new URL(liar.url);
    try {
      const nodes = ["--node", liar.url, "--node", live().node.url];
      const one = await servers().started("documents", "--verification", "full", ...nodes);
      const [, database = "", api = ""] = /^database +(\S+)\n[^]*^API +(\S+)$/m.exec(one.stdout()) ?? [];
      await until(async () => (await fetch(`${api}/health/ready`)).status === 200);
      const { data } = (await (await fetch(`${api}/status`)).json()) as { data: { nodeFaults: { last: object } } };
      expect(data.nodeFaults).to.include({ count: 1 });
      const fault = { node: origin, block: blockNumber, field: "block.receiptsRoot" };
      expect(data.nodeFaults.last).to.deep.include(fault);
      expect(await (await fetch(`${api}/metrics`)).text()).to.match(/^servicecoin_indexer_node_faults_total 1$/m);
      const { code, stdout } = await runCli(["index", "status", "--database", database]);
      expect(code).to.equal(0);
      expect(stdout).to.match(/^refused blocks +1, the last: block [\d,]+ of http\S+: block\.receiptsRoot is 0x/m);
      one.child.kill("SIGTERM");
      const { stderr } = await one.ended;
      expect(stderr).to.include(`of ${origin} does not recompute: block.receiptsRoot is 0x`);
    } finally {
      await liar.stop();
    }
  });
});
