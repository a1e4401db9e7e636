import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { JournalLock } from "../../../packages/tx/src/journalLock.js";
import { errorOf, withFile } from "../../fixtures/gateway.js";

const taken = (file: string) => Promise.resolve().then(() => JournalLock.take(file));

interface Owner {
  pid: number;
  began: string | null;
  token: string;
}
const ownerOf = async (file: string) => JSON.parse(await readFile(`${file}.lock`, "utf8")) as Owner;

describe("JournalLock", () => {
  it("is held by one process at a time, and names its owner", () =>
    withFile(async (file) => {
      const lock = JournalLock.take(file);
      const error = await errorOf(taken(file));
      expect(error).to.include({ code: "JournalInUse" });
      expect(error).to.have.property("args").that.deep.equals({ path: file, pid: process.pid });
      expect(error).to.have.property("message").that.includes(file).and.includes(String(process.pid));
      lock.release();
      JournalLock.take(file).release();
    }));

  it("leaves no files behind", () =>
    withFile(async (file) => {
      const lock = JournalLock.take(file);
      await errorOf(taken(file));
      lock.release();
      expect(await readdir(path.dirname(file))).to.deep.equal([]);
    }));

  it("is taken over from a killed process", () =>
    withFile(async (file) => {
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      const lock = JournalLock.take(file);
      const own = await ownerOf(file);
      await writeFile(`${file}.lock`, JSON.stringify({ pid: child.pid, began: null, token: "other" }));
      expect(await errorOf(taken(file))).to.include({ code: "JournalInUse" });
      child.kill("SIGKILL");
      await once(child, "exit");
      const after = JournalLock.take(file);
      expect((await ownerOf(file)).token).to.not.be.oneOf(["other", own.token]);
      // Another owner has taken it over.
      lock.release();
      expect(await errorOf(taken(file))).to.include({ code: "JournalInUse" });
      after.release();
    }));

  it("is taken over from a process whose id was reused", async function () {
    if (process.platform !== "linux") this.skip();
    await withFile(async (file) => {
      const lock = JournalLock.take(file);
      const { began, ...owner } = await ownerOf(file);
      expect(began).to.match(/^[0-9a-f-]{36} \d+$/);
      await writeFile(`${file}.lock`, JSON.stringify({ ...owner, began: "another boot 1" }));
      JournalLock.take(file).release();
      lock.release();
    });
  });

  it("is taken over if it is incomplete after a crash", () =>
    withFile(async (file) => {
      await writeFile(`${file}.lock`, "");
      JournalLock.take(file).release();
    }));

  it("throws the error of the file system if it cannot be written", () =>
    withFile(async (file) => {
      expect(await errorOf(taken(path.join(file, "none", "journal")))).to.include({ code: "ENOENT" });
      await mkdir(`${file}.lock`);
      expect(await errorOf(taken(file))).to.include({ code: "EISDIR" });
    }));
});
