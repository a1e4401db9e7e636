import { expect } from "chai";
import { stripVTControlCharacters } from "node:util";
import { LiveScreen, PlainScreen } from "../../../scripts/local/screen.js";
import type { Row } from "../../../scripts/local/statusTable.js";

const longest = (): Row => ({
  ...{ name: "facilitator", url: "http://127.0.0.1:65535", state: "stopped", block: 99_999, notes: [] },
  ...{ action: "settled 1000000000 payments", at: Date.now() - 59 * 60_000 },
});
const keeper = (): Row => ({
  ...{ name: "keeper", url: "http://127.0.0.1:4404", state: "ready", notes: [] },
  ...{ action: "claimed order 0x1a2b", at: Date.now() - 2_000 },
});

/** A terminal that keeps what is written to it. */
class Recorder {
  rows = 24;
  text = "";
  constructor(public columns: number) {}
  hasColors = () => true;
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

describe("npm start: the table of programs", () => {
  describe("given a terminal of 80 columns", () => {
    it("fits, with the longest of everything, and redraws in place", () => {
      const terminal = new Recorder(80);
      const screen = new LiveScreen(terminal, true);
      const reason = `the node does not respond${" again".repeat(20)}`;
      screen.show([longest(), { ...keeper(), state: "down", reason }], "Not ready: keeper.");
      const lines = stripVTControlCharacters(terminal.text).split("\n");
      expect(Math.max(...lines.map((line) => line.trim().length))).to.be.at.most(79);
      expect(lines.slice(0, -1)).to.deep.equal([
        "\rProgram      URL                    State   Block  Last action",
        "facilitator  http://127.0.0.1:65535 stopped 99999  settled 1000000000 … 59 min",
        "keeper       http://127.0.0.1:4404  down           claimed order 0x1a2b 2 s",
        "             the node does not respond again again again again again again aga…",
        "",
        "Not ready: keeper.",
      ]);
      terminal.text = "";
      screen.show([keeper()], "Ready.");
      expect(terminal.text.startsWith("\u001b[6A\r")).to.equal(true);
      expect(terminal.text.endsWith("\u001b[J")).to.equal(true);
      terminal.text = "";
      terminal.columns = 40;
      screen.show([keeper()], "Ready.");
      // The header and the row take two rows each of a window of half the width.
      expect(terminal.text.startsWith("\u001b[6A\r")).to.equal(true);
    });

    it("shows texts of others without what would move the cursor", () => {
      const terminal = new Recorder(80);
      new LiveScreen(terminal, false).show([{ ...keeper(), state: "down", reason: "a\u001b[2Jb\nc" }], "");
      expect(terminal.text).to.include("a [2Jb c");
      expect(terminal.text).to.not.include("\u001b[2J");
    });
  });

  describe("given a pipe", () => {
    it("prints the table once, then a line for each change", () => {
      const printed: string[] = [];
      const screen = new PlainScreen((line) => printed.push(line));
      screen.show([keeper()], "Ready.");
      screen.show([{ ...keeper(), action: "queued proposal 1", block: 7 }], "Ready.");
      expect(printed).to.have.length(1);
      expect(printed[0]).to.match(/^Program [^]*\nkeeper .*claimed order 0x1a2b 2 s\n\nReady\.$/);
      screen.show([{ ...keeper(), state: "down", reason: "no ether" }], "Not ready.");
      screen.show([{ ...keeper(), state: "down", reason: "no ether" }], "Not ready.");
      screen.show([{ ...keeper(), notes: ["warning: low"] }], "Ready.");
      expect(printed.slice(1)).to.deep.equal(["keeper: down: no ether", "keeper: ready: warning: low"]);
    });
  });
});
