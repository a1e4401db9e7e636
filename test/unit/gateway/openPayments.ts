import { expect } from "chai";
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { FileOpenPayments } from "../../../packages/gateway/src/buying/fileOpenPayments.js";
import { MemoryOpenPayments, type OpenPayments } from "../../../packages/gateway/src/buying/openPayments.js";
import type { SignedPayment } from "../../../packages/gateway/src/buying/paymentSigner.js";

let now: number;
let root: string;
const folder = () => path.join(root, "data", "open");

const paymentOf = (header: string, until = 100): SignedPayment => ({
  page: { url: "https://shop.example/", amount: 5n, payTo: "0x01", description: "rain", isUpfront: false },
  header,
  until,
  isRepeatable: true,
});

const STORES: Record<string, () => OpenPayments> = {
  MemoryOpenPayments: () => new MemoryOpenPayments(() => now),
  FileOpenPayments: () => new FileOpenPayments(folder(), () => now),
};

beforeEach(async () => {
  now = 0;
  root = await mkdtemp(path.join(tmpdir(), "open-"));
});

afterEach(() => rm(root, { recursive: true }));

for (const [name, create] of Object.entries(STORES)) {
  describe(name, () => {
    it("finds all payments of a request, and none of another", async () => {
      const store = create();
      expect(await store.find("GET a")).to.deep.equal([]);
      await store.keep("GET a", paymentOf("one"));
      await store.keep("GET b", paymentOf("two"));
      await store.keep("GET a", paymentOf("three"));
      await store.keep("GET a", paymentOf("three"));
      expect(await store.find("GET a")).to.have.deep.members([paymentOf("one"), paymentOf("three")]);
      expect(await store.find("GET b")).to.deep.equal([paymentOf("two")]);
      expect(await store.find("POST a")).to.deep.equal([]);
    });

    it("drops one payment and not another, and allows dropping it twice", async () => {
      const store = create();
      await store.drop("GET a", paymentOf("one"));
      await store.keep("GET a", paymentOf("one"));
      await store.keep("GET a", paymentOf("two"));
      await store.drop("GET a", paymentOf("one"));
      await store.drop("GET a", paymentOf("one"));
      expect(await store.find("GET a")).to.deep.equal([paymentOf("two")]);
    });

    it("finds no expired payment", async () => {
      const store = create();
      await store.keep("GET a", paymentOf("one", 100));
      now = 99;
      expect(await store.find("GET a")).to.have.length(1);
      now = 100;
      expect(await store.find("GET a")).to.deep.equal([]);
    });
  });
}

describe("FileOpenPayments, between processes", () => {
  const store = () => new FileOpenPayments(folder(), () => now);

  it("finds what another process has stored, in a file that only its owner can read", async () => {
    await store().keep("GET a", paymentOf("one"));
    expect(await store().find("GET a")).to.deep.equal([paymentOf("one")]);
    const [name = ""] = await readdir(folder());
    expect((await stat(path.join(folder(), name))).mode & 0o777).to.equal(0o600);
    expect((await stat(folder())).mode & 0o777).to.equal(0o700);
  });

  it("removes expired and unreadable files, and finds nothing in them", async () => {
    await store().keep("GET a", paymentOf("one", 100));
    const [name] = await readdir(folder());
    await writeFile(path.join(folder(), "other.txt"), "");
    await writeFile(path.join(folder(), "half.json"), '{"page":');
    now = 100;
    await store().keep("GET b", paymentOf("two", 200));
    expect(await readdir(folder()))
      .to.have.length(2)
      .and.include("other.txt")
      .and.not.include(name);
    for (const file of await readdir(folder())) await writeFile(path.join(folder(), file), "{}");
    expect(await store().find("GET b")).to.deep.equal([]);
  });

  it("keeps a file that is being written, and removes an abandoned one", async () => {
    await store().keep("GET a", paymentOf("one"));
    for (const file of ["young.tmp", "old.tmp"]) await writeFile(path.join(folder(), file), '{"page":');
    const before = Date.now() / 1000 - 61;
    await utimes(path.join(folder(), "old.tmp"), before, before);
    await store().keep("GET b", paymentOf("two"));
    const names = await readdir(folder());
    expect(names.filter((name) => name.endsWith(".tmp"))).to.deep.equal(["young.tmp"]);
    expect(names).to.have.length(3);
  });

  it("loses nothing when 20 payments are stored concurrently", async () => {
    const headers = Array.from({ length: 20 }, (_, index) => `payment ${index}`);
    await Promise.all(headers.map((header) => store().keep("GET a", paymentOf(header))));
    expect((await store().find("GET a")).map(({ header }) => header)).to.have.members(headers);
  });
});
