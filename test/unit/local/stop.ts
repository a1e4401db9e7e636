import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import type { Program } from "../../../scripts/local/program.js";
import { NEVER } from "../../../scripts/local/program.js";
import { stopAll } from "../../../scripts/local/stop.js";
import { start } from "../../fixtures/processes.js";

describe("npm start: stopping", function () {
  this.timeout(10_000);

  const program = (name: Program["name"], stop: () => Promise<void>): Program => ({
    name,
    url: "",
    broken: NEVER,
    stop,
  });

  describe("given a program that fails to stop, and one that never does", () => {
    it("stops the others in their order all the same, and says which ones", async () => {
      const [printed, stopped]: [string[], string[]] = [[], []];
      await stopAll(
        [
          program("chain", () => Promise.resolve()),
          program("keeper", () => Promise.reject(new Error("the disk is full"))),
          program("web page", () => NEVER),
        ],
        (line) => printed.push(line),
        (name) => stopped.push(name),
      );
      expect(stopped).to.deep.equal(["web page", "keeper", "chain"]);
      expect(printed).to.deep.equal([
        "The web page did not stop within 2 s.",
        "The keeper failed to stop: the disk is full.",
      ]);
    });
  });

  describe("when Ctrl-C comes again while it stops", () => {
    it("ends at once, but not for the same Ctrl-C that npm passes on", async () => {
      const program = `
        import { stopSignal } from "./scripts/local/stop.ts";
        const signal = stopSignal();
        signal.addEventListener("abort", () => console.log("stopping"));
        setInterval(() => undefined, 1_000);
        console.log("running");`;
      const running = start(process.execPath, ["--input-type=module", "--eval", program]);
      const { child, ended } = running;
      await running.says("running");
      child.kill("SIGINT");
      await running.says("stopping");
      child.kill("SIGINT");
      await setTimeout(1_000);
      expect(child.exitCode).to.equal(null);
      child.kill("SIGINT");
      const { code, stderr } = await ended;
      expect([code, stderr]).to.deep.equal([130, ""]);
    });
  });
});
