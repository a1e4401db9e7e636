import { expect } from "chai";
import { hexlify, keccak256, toUtf8Bytes } from "ethers";
import { ethers, networkHelpers } from "../fixtures/chain.js";
import { changedNode } from "../fixtures/changedNode.js";
import { indexed, onEveryDatabase } from "../fixtures/indexing.js";
import { fileOf, wholeSystemFixture } from "../fixtures/indexedStory.js";
import { at } from "../fixtures/at.js";

/** Bytes that are not UTF-8, around a NUL. */
const ODD = new Uint8Array([0xff, 0xfe, 0x00, 0x41, 0xc3]);

/** Calldata of a function with text arguments, whose first text is replaced by other bytes of the same length. */
function withBytes(data: string, text: string, bytes: Uint8Array): string {
  const from = hexlify(toUtf8Bytes(text)).slice(2);
  expect(data.split(from).length, "the text is there once").to.equal(2);
  return data.replace(from, hexlify(bytes).slice(2));
}

function fromDataUri(uri: string): string {
  return Buffer.from(uri.slice(uri.indexOf(",") + 1), "base64").toString();
}

onEveryDatabase("indexer: texts of strangers", (open) => {
  it("that are not UTF-8 hide nothing, and keep their hash", async () => {
    const { registry, dao, client, alice } = await networkHelpers.loadFixture(wholeSystemFixture);
    const placeholder = "zzzzz";
    const register = registry.interface.encodeFunctionData("register(string,(string,bytes)[])", [
      placeholder,
      [{ metadataKey: "category", metadataValue: ODD }],
    ]);
    await alice.sendTransaction({ to: registry, data: withBytes(register, placeholder, ODD) });
    const calls = [[client.addresses.ServiceDAO], [0n], ["0x"]] as const;
    const propose = dao.interface.encodeFunctionData("propose", [
      ...calls.map((list) => [...list]),
      placeholder,
    ] as never);
    await alice.sendTransaction({ to: dao, data: withBytes(propose, placeholder, ODD) });
    await registry["register(string)"]("https://good.example");

    const { store, status } = await indexed(client, await open());
    expect(status.ready).to.equal(true);
    const services = await store.database.all<{ uri: string; category: string | null }>(
      "SELECT uri, category FROM services ORDER BY id",
    );
    expect(services.map(({ uri }) => uri)).to.deep.equal(["\uFFFD\uFFFD\uFFFDA\uFFFD", "https://good.example"]);
    expect(at(services, 0).category).to.equal("\uFFFD\uFFFD\uFFFDA\uFFFD");
    const [proposal] = await store.database.all<{ description: string; description_hash: string }>(
      "SELECT description, description_hash FROM proposals",
    );
    expect(proposal).to.deep.include({
      description: "\uFFFD\uFFFD\uFFFDA\uFFFD",
      description_hash: keccak256(ODD),
    });
  });

  it("of a megabyte are stored whole", async () => {
    const { registry, client, alice } = await networkHelpers.loadFixture(wholeSystemFixture);
    const long = hexlify(toUtf8Bytes("语".repeat(350_000)));
    await registry.connect(alice)["register(string)"]("");
    await registry.connect(alice).setMetadata(0n, "long", "0x01");
    // The in-process chain limits the gas of a transaction to less than a megabyte costs; not every chain does.
    const { data } = registry.interface.encodeEventLog("MetadataSet", [0n, "long", "long", long]);
    const node = changedNode({
      async eth_getLogs(_params, ask) {
        const logs = (await ask()) as { topics: string[] }[];
        return logs.map((log) => (log.topics[2] === ethers.id("long") ? { ...log, data } : log));
      },
    });
    const { store } = await indexed(client, await open(), { verification: "never" }, node);
    const [row] = await store.database.all<{ value: string }>("SELECT value FROM service_metadata WHERE key = 'long'");
    expect(row?.value === long).to.equal(true);
  });

  it("of registration files that are not valid leave the service without a name", async () => {
    const { registry, client } = await networkHelpers.loadFixture(wholeSystemFixture);
    const uris = [
      "data:application/json;base64,bm90IGpzb24=",
      "data:text/html,<b>hi</b>",
      "data:application/json,{}",
      fileOf("Weather", "Sunny"),
    ];
    for (const uri of uris) await registry["register(string)"](uri);
    const { store } = await indexed(client, await open());
    const names = await store.database.all<{ name: string | null }>("SELECT name FROM services ORDER BY id");
    expect(names.map(({ name }) => name)).to.deep.equal([null, null, null, "Weather"]);
  });

  it("of registration files are stored as they are, or not at all with NUL or half a character", async () => {
    const { registry, client } = await networkHelpers.loadFixture(wholeSystemFixture);
    const file = JSON.parse(fromDataUri(fileOf("Weather", "Sunny"))) as Record<string, unknown>;
    const description = "'; DROP TABLE services; -- \n%s $1 ? 天气 🌤";
    const changes = [{ name: "A\0B" }, { description: "\ud83d" }, { description, active: false }];
    for (const change of changes) {
      const json = JSON.stringify({ ...file, ...change });
      await registry["register(string)"](`data:application/json,${encodeURIComponent(json)}`);
    }
    const { store, status } = await indexed(client, await open());
    expect(status.ready).to.equal(true);
    const rows = await store.database.all<Record<string, unknown>>(
      "SELECT name, description, active FROM services ORDER BY id",
    );
    expect(rows.map(({ active, ...row }) => ({ ...row, active: Number(active) }))).to.deep.equal([
      { name: null, description: null, active: 1 },
      { name: null, description: null, active: 1 },
      { name: "Weather", description, active: 0 },
    ]);
  });
});
