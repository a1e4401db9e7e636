import { expect } from "chai";
import { AbiCoder, hexlify, toUtf8Bytes, ZeroAddress } from "ethers";
import { createClient, type Client } from "../../packages/sdk/src/core/client.js";
import { buildRegistration, registrationOf } from "../../packages/sdk/src/registration/registrationFile.js";
import { toDataUri } from "../../packages/sdk/src/registration/uri.js";
import {
  listServices,
  planServiceUpdate,
  readService,
  registerService,
  searchServices,
  serviceMetadata,
  setServiceMetadata,
  setServiceUri,
  setServiceWallet,
  signServiceWallet,
  transferService,
  unsetServiceWallet,
  updateService,
  type ServiceField,
  type ServicePage,
  type ServiceSearch,
} from "../../packages/sdk/src/services/index.js";
import { onEveryNode } from "../fixtures/live.js";
import { expectNow, seenBy } from "../fixtures/liveHub.js";
import { offered, rated, WEATHER } from "../fixtures/liveServices.js";
import { PARAMS, withServer } from "../fixtures/registration.js";
import { expectError, take } from "../fixtures/sdk.js";

const FILE = buildRegistration(PARAMS);
const UNRATED = { count: 0n, paid: 0n, average: 0n, weightedAverage: 0n };

onEveryNode("sdk: services", (live) => {
  let alice: Client;
  let bob: Client;
  let carol: Client;
  let [a, b, c] = ["", "", ""];

  beforeEach(() => {
    [alice, bob, carol] = [seenBy(live(), "alice"), seenBy(live(), "bob"), seenBy(live(), "carol")];
    [a, b, c] = take(
      (["alice", "bob", "carol"] as const).map((who) => live().wallet(who).address),
      3,
    );
  });

  describe("registerService", () => {
    it("registers URI and terms, with the owner as wallet", async () => {
      const agentId = await alice.registry.agentCount();
      const uri = "https://a.example/file.json";
      const sent = await registerService(bob, { uri, ...WEATHER });
      expect(sent.agentId).to.equal(agentId);
      const service = { agentId, owner: b, wallet: b, uri, ...WEATHER, rating: UNRATED };
      expect(await readService(alice, agentId)).to.deep.equal(service);
      const price = AbiCoder.defaultAbiCoder().encode(["uint256"], [WEATHER.price]);
      expect(await alice.registry.getMetadata(agentId, "price")).to.equal(price);
    });

    it("keeps the registration file on the chain, and registers nothing but what was said", async () => {
      const { agentId, events } = await registerService(bob, { file: FILE, unit: "page" });
      expect(await alice.registry.tokenURI(agentId)).to.equal(toDataUri(FILE));
      const keys = events.flatMap((event) => (event.name === "MetadataSet" ? [event.args.metadataKey] : []));
      expect(keys).to.deep.equal(["agentWallet", "unit"]);
      const { agentId: bare } = await registerService(bob, {});
      expect(await readService(alice, bare)).to.include({ uri: "", category: "", price: undefined });
    });

    it("refuses a file that could not be read back, and a price that is none", async () => {
      const broken = { ...FILE, name: "" };
      const error = await expectError(registerService(bob, { file: broken }), "RegistrationInvalid");
      expect(error.args).to.include({ path: "name" });
      expect(error.message).to.match(/^The registration file is not valid at name: /);
      await expectError(registerService(bob, { price: -1n }), "InvalidArgument");
      const reader = createClient(live().provider, live().deployment);
      await expectError(registerService(reader, {}), "NoSigner", {});
    });
  });

  describe("updateService", () => {
    it("sends one transaction for each change, and says which", async () => {
      const agentId = await offered(bob);
      const update = { agentId, file: FILE, price: 200n, unit: WEATHER.unit, endpoint: "https://b.example" };
      const fields: ServiceField[] = ["uri", "endpoint", "price"];
      expect(await planServiceUpdate(alice, update)).to.deep.equal(fields);
      const told: ServiceField[] = [];
      const nonce = await live().provider.getTransactionCount(b);
      const { changes } = await updateService(bob, update, {}, ({ field }) => told.push(field));
      expect(changes.map(({ field }) => field)).to.deep.equal(fields);
      expect(told).to.deep.equal(fields);
      expect(changes.map(({ events }) => events.at(-1)?.name)).to.deep.equal([
        "URIUpdated",
        "MetadataSet",
        "MetadataSet",
      ]);
      expect(await live().provider.getTransactionCount(b)).to.equal(nonce + 3);
      const { category, unit } = WEATHER;
      expect(await readService(alice, agentId)).to.include({
        ...{ category, unit, price: 200n, endpoint: "https://b.example", uri: toDataUri(FILE) },
      });
      expect(await updateService(bob, update)).to.deep.equal({ changes: [] });
    });

    it("does the rest when it is called again after a failure", async () => {
      const agentId = await offered(bob);
      const update = { agentId, file: FILE, price: 200n };
      const told: ServiceField[] = [];
      // The nonce fits the first transaction only.
      const overrides = { nonce: await live().provider.getTransactionCount(b) };
      const updating = updateService(bob, update, { overrides }, ({ field }) => told.push(field));
      await expectError(updating, "NonceUsed");
      expect(told).to.deep.equal(["uri"]);
      expect(await readService(alice, agentId)).to.include({ uri: toDataUri(FILE), price: WEATHER.price });
      const { changes } = await updateService(bob, update);
      expect(changes.map(({ field }) => field)).to.deep.equal(["price"]);
    });

    it("is for owner and operators", async () => {
      const agentId = await offered(bob);
      const args = { agentId, caller: c };
      await expectError(updateService(carol, { agentId, price: 1n }), "RegistryUnauthorized", args);
      await expectError(setServiceUri(carol, { agentId, uri: "ipfs://x" }), "RegistryUnauthorized", args);
      await expectError(unsetServiceWallet(carol, { agentId }), "RegistryUnauthorized", args);
      await (await bob.registry.approve(c, agentId)).wait();
      await updateService(carol, { agentId, price: 1n });
      expect((await readService(alice, agentId)).price).to.equal(1n);
      await expectError(updateService(bob, { agentId: 99n, price: 1n }), "ERC721NonexistentToken", { tokenId: 99n });
    });
  });

  describe("setServiceUri, setServiceMetadata", () => {
    it("set one thing", async () => {
      const agentId = await offered(bob);
      await setServiceUri(bob, { agentId, uri: "" });
      expect((await readService(alice, agentId)).uri).to.equal("");
      await expectError(setServiceUri(bob, { agentId }), "InvalidArgument", { argument: "uri", value: undefined });
      const metadataValue = hexlify(toUtf8Bytes("Paris"));
      await setServiceMetadata(bob, { agentId, metadataKey: "city", metadataValue });
      expect(await alice.registry.getMetadata(agentId, "city")).to.equal(metadataValue);
      const reserved = setServiceMetadata(bob, { agentId, metadataKey: "agentWallet", metadataValue });
      await expectError(reserved, "RegistryReservedKey", { metadataKey: "agentWallet" });
    });
  });

  describe("signServiceWallet, setServiceWallet, unsetServiceWallet", () => {
    it("pay another account, which agreed", async () => {
      const agentId = await offered(bob);
      const signed = await signServiceWallet(carol, { agentId });
      expect(signed).to.include({ agentId, newWallet: c });
      await expectNow(live(), signed.deadline - 240n);
      await setServiceWallet(bob, signed);
      expect(await alice.registry.getAgentWallet(agentId)).to.equal(c);
      await unsetServiceWallet(bob, { agentId });
      expect(await alice.registry.getAgentWallet(agentId)).to.equal(ZeroAddress);
    });

    it("refuse what the account did not sign", async () => {
      const agentId = await offered(bob);
      const signed = await signServiceWallet(carol, { agentId });
      await expectError(setServiceWallet(alice, signed), "RegistryUnauthorized", { agentId, caller: a });
      const other = { ...signed, newWallet: a };
      await expectError(setServiceWallet(bob, other), "RegistryInvalidSignature", { agentId, newWallet: a });
      const none = { ...signed, newWallet: ZeroAddress };
      await expectError(setServiceWallet(bob, none), "RegistryInvalidWallet", { agentId, newWallet: ZeroAddress });
      await live().pass(300);
      const error = await expectError(setServiceWallet(bob, signed), "RegistryInvalidDeadline");
      expect(error.args).to.include({ agentId, deadline: signed.deadline });
      await expectError(signServiceWallet(carol, { agentId: 99n }), "ERC721NonexistentToken", { tokenId: 99n });
    });
  });

  describe("transferService", () => {
    it("changes the owner and clears the wallet", async () => {
      const agentId = await offered(bob);
      const refused = { operator: c, tokenId: agentId };
      await expectError(transferService(carol, { agentId, to: c }), "ERC721InsufficientApproval", refused);
      const receiver = alice.addresses.ServiceCoin;
      await expectError(transferService(bob, { agentId, to: receiver }), "ERC721InvalidReceiver", { receiver });
      await transferService(bob, { agentId, to: c });
      expect(await readService(alice, agentId)).to.include({ owner: c, wallet: ZeroAddress, price: WEATHER.price });
    });
  });

  describe("readService", () => {
    it("reads the file on request, and whether it speaks for the service", async () => {
      const agentId = await alice.registry.agentCount();
      const registrations = [registrationOf(31337, alice.addresses.ServiceRegistry, agentId)];
      const file = buildRegistration({ ...PARAMS, registrations });
      await registerService(bob, { file });
      const foreign = (await registerService(bob, { file })).agentId;
      const service = await readService(alice, agentId, { file: true });
      expect(service.registration).to.deep.include({ file, claimsService: true });
      expect(service).to.include({ owner: b, uri: toDataUri(file) });
      expect((await readService(alice, foreign, { file: true })).registration.claimsService).to.equal(false);
    });

    it("says what is wrong with file or service", async () => {
      const agentId = await offered(bob, { uri: "ftp://a.example" });
      const error = await expectError(readService(alice, agentId, { file: true }), "RegistrationUnsupportedUri");
      expect(error.args).to.include({ uri: "ftp://a.example" });
      await expectError(readService(alice, 99n), "ERC721NonexistentToken", { tokenId: 99n });
    });
  });

  describe("searchServices", () => {
    it("filters by price and rating, and sorts", async () => {
      const [dear, cheap, unknown, other] = [
        await offered(bob, { price: 300n }),
        await offered(carol, { price: 100n }),
        (await registerService(bob, { category: "weather" })).agentId,
        await offered(bob, { category: "maps", price: 1n }),
      ];
      await rated(alice, dear, 1_000n, 90n);
      await rated(alice, cheap, 10n, 100n);
      await rated(alice, cheap, 1_000n, 60n);
      const ids = async (search: Partial<ServiceSearch> = {}) =>
        (await searchServices(alice, { category: "weather", ...search })).map(({ agentId }) => agentId);
      expect(await ids()).to.deep.equal([cheap, dear, unknown]);
      expect(await ids({ order: "registered" })).to.deep.equal([dear, cheap, unknown]);
      expect(await ids({ order: "best" })).to.deep.equal([dear, cheap, unknown]);
      expect(await ids({ maxPrice: 300n })).to.deep.equal([cheap, dear]);
      expect(await ids({ maxPrice: 299n })).to.deep.equal([cheap]);
      expect(await ids({ minRating: 60 })).to.deep.equal([cheap, dear]);
      // On average 80, and by weight less than 61.
      expect(await ids({ minRating: 61 })).to.deep.equal([dear]);
      expect(await ids({ category: "maps" })).to.deep.equal([other]);
      expect(await ids({ category: undefined, order: "registered" })).to.deep.equal([dear, cheap, unknown, other]);
      const listed = async (page?: ServicePage) => (await listServices(alice, page)).map(({ agentId }) => agentId);
      expect(await listed()).to.deep.equal([other, unknown, cheap, dear]);
      expect(await listed({ limit: 3 })).to.deep.equal([other, unknown, cheap]);
      expect(await listed({ limit: 3, before: cheap })).to.deep.equal([dear]);
      expect(await listed({ before: dear })).to.deep.equal([]);
      const reader = createClient(live().provider, live().deployment);
      expect(await searchServices(reader, { category: "nothing" })).to.deep.equal([]);
    });

    it("looks for words, also in files, and survives bad ones", async () => {
      const named = buildRegistration({ ...PARAMS, name: "Clouds", description: "Rain and SNOW." });
      await withServer(
        (_request, response) => response.end(JSON.stringify(named)),
        async (uri) => {
          const [onChain, hosted, bad] = [
            (await registerService(bob, { file: named, category: "weather" })).agentId,
            await offered(bob, { uri }),
            await offered(bob, { uri: "data:application/json,{", endpoint: "https://snow.example" }),
          ];
          const ids = async (text: string, files?: ServiceSearch["files"]) =>
            (await searchServices(alice, { category: "weather", text, files, order: "registered" })).map(
              ({ agentId }) => agentId,
            );
          expect(await ids("snow")).to.deep.equal([onChain, bad]);
          expect(await ids("  snow CLOUDS ")).to.deep.equal([onChain]);
          expect(await ids("forecast")).to.deep.equal([hosted, bad]);
          expect(await ids("snow clouds", { allowHttp: true })).to.deep.equal([onChain, hosted]);
          expect(await ids(" ")).to.deep.equal([onChain, hosted, bad]);
        },
      );
    });
  });

  describe("serviceMetadata", () => {
    it("is what the registry is sent", async () => {
      const { data } = await registerService.populate(bob, { uri: "x", ...WEATHER });
      const args = ["x", serviceMetadata(WEATHER)] as const;
      const expected = alice.registry.interface.encodeFunctionData("register(string,(string,bytes)[])", [...args]);
      expect(data).to.equal(expected);
    });
  });
});
