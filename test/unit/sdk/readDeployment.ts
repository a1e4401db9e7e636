import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readDeployment } from "../../../packages/sdk/src/node.js";
import { expect } from "chai";
import { expectError } from "../../fixtures/sdk.js";

const ADDRESS = `0x${"12".repeat(20)}`;

describe("readDeployment", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-deployment-"));
    await mkdir(path.join(folder, "deployments"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("says that there is no file, and names it", async () => {
    const file = path.join(folder, "deployments", "31337.json");
    await expectError(readDeployment(31337, folder), "DeploymentNotFound", { file });
    const error: unknown = await readDeployment(31337, folder).catch((thrown: unknown) => thrown);
    expect((error as Error).message).to.equal(
      `There is no file ${file}: deploy first, or name the folder that contains deployments.`,
    );
  });

  it("reads a file with a byte order mark", async () => {
    const deployment = { chainId: 31337, contracts: { ServiceCoin: { address: ADDRESS } } };
    await writeFile(path.join(folder, "deployments", "31337.json"), `\ufeff${JSON.stringify(deployment)}`);
    expect(await readDeployment(31337, folder)).to.deep.equal(deployment);
  });

  it("refuses a file that is not a deployment", async () => {
    const file = path.join(folder, "deployments", "31337.json");
    for (const text of ["{", "{}", JSON.stringify({ chainId: 1, contracts: {} })]) {
      await writeFile(file, text);
      await expectError(readDeployment(31337, folder), "InvalidDeployment", {
        contract: "any contract",
        address: file,
      });
    }
  });
});
