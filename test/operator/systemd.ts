import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { buildCli, ROOT } from "../fixtures/cli.js";
import { OPERATOR, readOperatorFile } from "../fixtures/operator.js";
import { readUnits } from "../fixtures/units.js";

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  facilitator: "4402",
  index: "4403",
  keeper: "4404",
  monitor: "4405",
};

describe("operator: units of systemd", () => {
  describe("given systemd-analyze", () => {
    let folder: string;

    before(function () {
      if (spawnSync("systemd-analyze", ["--version"]).error !== undefined) {
        console.log("Units are not verified: systemd is not installed.");
        this.skip();
      }
      buildCli();
      // As installed, but in the folder of this project.
      folder = mkdtempSync(path.join(tmpdir(), "servicecoin-systemd-"));
      cpSync(path.join(OPERATOR, "systemd"), folder, { recursive: true });
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
      for (const file of files.filter((name) => /\.(service|conf)$/.test(name))) {
        const place = path.join(folder, file);
        writeFileSync(place, readFileSync(place, "utf8").replaceAll("/opt/servicecoin", ROOT));
      }
    });

    after(() => {
      if (folder) rmSync(folder, { recursive: true });
    });

    const analyze = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync("systemd-analyze", args, { encoding: "utf8" });
      return { code: status, output: `${stdout}${stderr}` };
    };

    it("accepts all units", () => {
      const units = readUnits().map(({ name }) => path.join(folder, name));
      expect(analyze("verify", ...units)).to.deep.equal({ code: 0, output: "" });
    });

    it("finds little that a broken program could do to the machine", () => {
      for (const { name } of readUnits()) {
        const { code, output } = analyze("security", "--offline=true", "--threshold=20", path.join(folder, name));
        expect(code, `${name}: ${output}`).to.equal(0);
      }
    });
  });

  it("start again after a failure, and keep secrets out of arguments and environment", () => {
    const common = readFileSync(path.join(OPERATOR, "systemd/servicecoin-.service.d/common.conf"), "utf8");
    expect(common)
      .to.match(/^Restart=on-failure$/m)
      .and.match(/^LoadCredential=rpc-url:/m);
    for (const { name, text } of readUnits()) {
      const variables = [...text.matchAll(/^Environment=(\w+)=(.*)$/gm)];
      for (const [, variable = "", value = ""] of variables) {
        expect(`${variable}=${value}`, name).to.match(/_FILE=%d\/\w+$|^(XDG_STATE_HOME|SERVICECOIN_DATA)=%S\//);
      }
    }
  });

  it("are scraped at the ports where they listen", () => {
    const listening = readUnits().map(({ command }) => {
      const at = command.indexOf("--port");
      return `127.0.0.1:${(at < 0 ? DEFAULT_PORTS[command[0] ?? ""] : command[at + 1]) ?? ""}`;
    });
    const targets = readOperatorFile(
      "prometheus/targets.systemd.yml",
      z.array(z.object({ targets: z.array(z.string()) })),
    );
    expect(targets.flatMap((one) => one.targets)).to.have.members(listening);
  });
});
