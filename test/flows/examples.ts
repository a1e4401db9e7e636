import { expect } from "chai";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onEveryNode } from "../fixtures/live.js";
import { withGateway } from "../fixtures/liveGateway.js";
import { start } from "../fixtures/processes.js";

/** What each example says; what differs from run to run is left open. */
const EXAMPLES: Record<string, RegExp> = {
  payInvoice:
    /^Bob sees 1 payment from 0x70997970C51812dc3A010C7d01b50e0d17dc79C8\nThe invoice is paid with 1\.25 SCV\n$/,
  salaryStream:
    /^Stream 0x[0-9a-f]{64} pays 0\.00000115740\d+ SCV per second\nCarol claimed 0\.0000\d+ SCV\nOf 2\.9999\d+ SCV, Carol got 0(\.0000\d+)? and Alice got back 2\.9999\d+\n$/,
  vote: /^Proposal 1n is pending\nVoted with 12000000000000000000n of 12000000000000000000n for; open until \d{4}-.*Z\nThen: servicecoin proposal queue 1 and, later, servicecoin proposal execute 1\n$/,
  shop: /^Alice paid 0\.5 SCV into escrow\nBob says \{ parcel: 'shipped' \}\nAlice has her poster, and Bob got 0\.5 SCV\n$/,
  paidEndpoint: /^report 200 for 0\.05 SCV\nbroken 500 for 0 SCV\ndear PriceAboveLimit\nBob got 0\.05 SCV\n$/,
};

onEveryNode("flow: examples", (live) => {
  const gateway = withGateway(live);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-examples-"));
    await mkdir(path.join(folder, "deployments"));
    await writeFile(path.join(folder, "deployments/31337.json"), JSON.stringify(live().deployment));
  });

  afterEach(() => rm(folder, { recursive: true }));

  for (const [name, said] of Object.entries(EXAMPLES)) {
    it(`${name} says what it should`, async () => {
      const env = {
        SERVICECOIN_RPC_URL: live().node.url,
        SERVICECOIN_FOLDER: folder,
        SERVICECOIN_FACILITATOR: gateway().facilitatorUrl,
      };
      const { code, stdout, stderr } = await start(process.execPath, [`examples/${name}.ts`], env).ended;
      expect(stderr).to.equal("");
      expect(stdout).to.match(said);
      expect(code).to.equal(0);
    });
  }
});
