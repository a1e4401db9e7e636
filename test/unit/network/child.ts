import { expect } from "chai";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { Child } from "../../../scripts/network/child.js";
import { OperatorError } from "../../../scripts/lib/errors.js";

describe("client of a node", () => {
  let folder: string;
  let log: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-child-"));
    log = path.join(folder, "client.log");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const start = (program: string, env?: Record<string, string>) =>
    Child.start("client of node 1", [process.execPath, "-e", program], folder, log, env);

  describe("given one that ends by itself", () => {
    it("tells so with the file that says why", async () => {
      const child = start("console.error('no port')");
      await child.ended;
      expect(() => {
        child.check();
      }).to.throw(OperatorError, `The client of node 1 has ended: ${log} tells why.`);
      expect(await readFile(log, "utf8")).to.equal("no port\n");
    });

    it("runs in its folder, with its environment", async () => {
      await start("console.log(process.cwd(), process.env.PRESET)", { PRESET: "minimal" }).ended;
      expect(await readFile(log, "utf8")).to.equal(`${folder} minimal\n`);
    });

    it("keeps what an earlier run wrote", async () => {
      await start("console.log(1)").ended;
      await start("console.log(2)").ended;
      expect(await readFile(log, "utf8")).to.equal("1\n2\n");
    });
  });

  describe("given one that runs", () => {
    it("lets it write its data before it ends", async () => {
      const save = "process.on('SIGTERM', () => { console.log('saved'); process.exit(); });";
      const child = start(`${save} setInterval(() => {}, 1000); console.log('ready');`);
      while ((await readFile(log, "utf8")) !== "ready\n") await setTimeout(20);
      child.check();
      await child.stop();
      expect(await readFile(log, "utf8")).to.equal("ready\nsaved\n");
    });
  });

  describe("given a program that does not exist", () => {
    it("has ended", async () => {
      const child = Child.start("client of node 1", [path.join(folder, "nothing")], folder, log);
      await child.ended;
      expect(() => {
        child.check();
      }).to.throw(OperatorError, "has ended");
    });
  });
});
