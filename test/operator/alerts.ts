import { expect } from "chai";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RULE_NAMES } from "../../packages/monitor/src/rules/index.js";
import { ROOT } from "../fixtures/cli.js";
import { OPERATOR, readRules, readRuleTests } from "../fixtures/operator.js";
import { findPromtool, type Promtool } from "../fixtures/promtool.js";

/** Rules of the monitor about itself. */
const OWN_RULES = ["node", "unchecked"];

/** The guide for those who run the programs. */
const GUIDE = "docs/operating.md";

describe("operator: alerts of Prometheus", () => {
  describe("given promtool", () => {
    let promtool: Promtool;

    before(function () {
      const found = findPromtool();
      if (found === undefined) this.skip();
      promtool = found;
    });

    for (const targets of ["targets.compose.yml", "targets.systemd.yml"]) {
      it(`accepts the configuration with ${targets}`, () => {
        const folder = mkdtempSync(path.join(tmpdir(), "servicecoin-prometheus-"));
        try {
          cpSync(path.join(OPERATOR, "prometheus"), folder, { recursive: true });
          cpSync(path.join(folder, targets), path.join(folder, "targets.yml"));
          const { code, output } = promtool("check", "config", path.join(folder, "prometheus.yml"));
          expect(code, output).to.equal(0);
          expect(output).to.not.match(/WARNING/);
        } finally {
          rmSync(folder, { recursive: true });
        }
      });
    }

    it("accepts the rules", () => {
      const { code, output } = promtool("check", "rules", path.join(OPERATOR, "prometheus/alerts.yml"));
      expect(code, output).to.equal(0);
      expect(output).to.include(`${readRules().length} rules found`);
    });

    it("fires each alert on its cause, and not before", function () {
      this.timeout(120_000);
      const { code, output } = promtool("test", "rules", path.join(OPERATOR, "prometheus/alerts.test.yml"));
      expect(code, output).to.equal(0);
    });
  });

  it("has for each alert a test in which it fires and one in which it is silent", () => {
    const cases = readRuleTests().flatMap((test) => test.alert_rule_test);
    const tested = (fires: boolean) =>
      new Set(cases.filter(({ exp_alerts: alerts = [] }) => alerts.length > 0 === fires).map((one) => one.alertname));
    const names = readRules().map(({ alert }) => alert);
    expect(names).to.have.length.above(0);
    expect([...tested(true)]).to.have.members(names);
    expect([...tested(false)]).to.have.members(names);
  });

  it("has one section of the guide for each alert and for each rule of the monitor, and no other", () => {
    const guide = readFileSync(path.join(ROOT, GUIDE), "utf8");
    const rules = readRules();
    const headings = [...guide.matchAll(/^### (.+)$/gm)].map(([, name = ""]) => name);
    expect(headings).to.have.members([...rules.map(({ alert }) => alert), ...RULE_NAMES, ...OWN_RULES]);
    expect(rules.map(({ annotations }) => annotations.runbook)).to.deep.equal(
      rules.map(({ alert }) => `${GUIDE}#${alert.toLowerCase()}`),
    );
  });
});
