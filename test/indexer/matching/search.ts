import { expect } from "chai";
import { hexlify, toUtf8Bytes, ZeroAddress } from "ethers";
import { searchServices } from "../../../packages/indexer/src/store/search.js";
import { wantedWords, wordsOf } from "../../../packages/indexer/src/store/words.js";
import { addressOf, SeededIndex, type SeedEvent } from "../../fixtures/seededIndex.js";

const OWNER = addressOf(0xa11ce);

interface Texts {
  name?: string;
  description?: string;
  category?: string;
  unit?: string;
  endpoint?: string;
}

function fileOf({ name = "Service", description = "" }: Texts): string {
  const type = "https://eips.ethereum.org/EIPS/eip-8004#registration-v1";
  const file = { type, name, description, image: "", services: [], registrations: [] };
  return `data:application/json;base64,${Buffer.from(JSON.stringify(file)).toString("base64")}`;
}

function metadata(id: number, key: string, value: string): SeedEvent {
  return { contract: "ServiceRegistry", name: "MetadataSet", values: [id, key, key, hexlify(toUtf8Bytes(value))] };
}

function registration(id: number, texts: Texts): SeedEvent[] {
  const { category, unit, endpoint } = texts;
  const terms = Object.entries({ category, unit, endpoint }).filter((entry) => entry[1] !== undefined);
  return [
    { contract: "ServiceRegistry", name: "Transfer", values: [ZeroAddress, OWNER, id] },
    { contract: "ServiceRegistry", name: "Registered", values: [id, fileOf(texts), OWNER] },
    ...terms.map(([key, value]) => metadata(id, key, value as string)),
  ];
}

/** By id. */
const SERVICES: Texts[] = [
  { name: "Übersetzer", description: "Traduction française, déjà vérifiée", category: "translation", unit: "page" },
  { name: "天気予報", description: "東京の天気を毎日お知らせします。", category: "weather" },
  { name: "机器翻译服务", description: "中文和英文互译，价格便宜", category: "翻译" },
  { name: "Weather of the world", description: "Forecasts", category: "weather", endpoint: "https://sky.example/v2" },
  { name: "기상예보 서비스", description: "서울", category: "weather" },
  { name: "พยากรณ์อากาศ", description: "กรุงเทพ", category: "weather" },
  { name: "Weathervane shop", description: "Iron, ＡＢＣ, Straße, Ελλάς", category: "shop" },
];

describe("searchServices", () => {
  let index: SeededIndex;

  before(async () => {
    index = await SeededIndex.open();
    await index.mine(
      1,
      SERVICES.flatMap((texts, id) => registration(id, texts)),
    );
  });
  after(() => index.close());

  async function found(query: string): Promise<number[]> {
    const services = await index.reader.read((db) => searchServices(db, index.reader.dialect, query));
    return services.map(({ id }) => id);
  }

  const QUERIES: [title: string, query: string, ids: number[]][] = [
    ["a word of the description", "forecasts", [3]],
    ["the beginning of a word", "fore", [3]],
    ["a word in another case", "FORECASTS", [3]],
    ["a word typed without its accents", "francaise verifiee", [0]],
    ["a word typed with accents that the text has", "Übersetzer", [0]],
    ["an umlaut typed as its plain letter", "ubersetzer", [0]],
    ["ss for a sharp s", "strasse", [6]],
    ["a final sigma in capital letters", "ΕΛΛΆΣ", [6]],
    ["wide letters typed in normal width", "abc", [6]],
    ["the category", "翻译", [2]],
    ["the unit", "page", [0]],
    ["a part of the endpoint", "sky", [3]],
    ["two Chinese characters in the midst of a sentence", "英文", [2]],
    ["two Japanese characters", "天気", [1]],
    ["four Japanese characters without a space", "天気予報", [1]],
    ["one Japanese character", "京", [1]],
    ["the last character of a run alone", "報", [1]],
    ["a Korean word in the midst of a compound", "예보", [4]],
    ["Thai within a compound", "อากาศ", [5]],
    ["words of several fields", "weather sky", [3]],
    ["a word that only one service lacks", "天気 weather", [1]],
    ["characters that stand apart in the text", "京天", []],
    ["the end of a word", "casts", []],
    ["nothing", "", []],
    ["only signs", "!?* -", []],
  ];
  for (const [title, query, ids] of QUERIES) {
    it(`finds by ${title}: ${JSON.stringify(query)}`, async () => {
      expect((await found(query)).sort((a, b) => a - b)).to.deep.equal(ids);
    });
  }

  it("puts whole words of the name before beginnings and other fields", async () => {
    expect(await found("weather")).to.deep.equal([3, 6, 1, 4, 5]);
  });

  const HOSTILE = [
    `weather" OR "1`,
    "weather OR shop*",
    "NEAR(weather shop)",
    "words:weather",
    "-weather ^weather",
    "weather:* & !shop | (",
    `'); DROP TABLE services; --`,
    "\0weather",
    "%_weather",
    "\\' \" ` {}",
    "\ud800",
  ];
  for (const query of HOSTILE) {
    it(`takes ${JSON.stringify(query)} as plain words`, async () => {
      const ids = await found(query);
      const words = wantedWords(query);
      const expected = SERVICES.flatMap((texts, id) => {
        const own = wordsOf(Object.values(texts) as string[]);
        return words.length > 0 && words.every((word) => own.some((other) => other.startsWith(word))) ? [id] : [];
      });
      expect(ids.sort((a, b) => a - b)).to.deep.equal(expected);
      expect(await found("forecasts")).to.deep.equal([3]);
    });
  }

  it("takes a query of a million characters", async () => {
    expect(await found("weather ".repeat(125_000))).to.deep.equal([3, 6, 1, 4, 5]);
  });
});

describe("the full-text index", () => {
  let index: SeededIndex;

  beforeEach(async () => {
    index = await SeededIndex.open();
    await index.mine(1, registration(0, { name: "Old name", category: "weather" }));
  });
  afterEach(() => index.close());

  async function found(query: string): Promise<number[]> {
    const services = await index.reader.read((db) => searchServices(db, index.reader.dialect, query));
    return services.map(({ id }) => id);
  }

  async function change(): Promise<void> {
    await index.mine(2, [
      { contract: "ServiceRegistry", name: "URIUpdated", values: [0, fileOf({ name: "New name" }), OWNER] },
      ...registration(1, { name: "Another", category: "weather" }),
    ]);
  }

  it("forgets the words of a text that was replaced", async () => {
    await change();
    expect(await found("old")).to.deep.equal([]);
    expect(await found("new")).to.deep.equal([0]);
    expect(await found("weather")).to.deep.equal([0, 1]);
  });

  it("has the old words again after a reorganization", async () => {
    const before = index.store.cursor;
    await change();
    expect(await index.store.rollBack(before)).to.equal(false);
    expect(await found("old")).to.deep.equal([0]);
    expect(await found("new another")).to.deep.equal([]);
    expect(await found("weather")).to.deep.equal([0]);
    await change();
    expect(await found("weather")).to.deep.equal([0, 1]);
  });

  it("has the old words again after a rebuild", async () => {
    await change();
    const before = index.store.cursor;
    await index.mine(3, [metadata(0, "category", "shop")], 4);
    expect(await index.store.rollBack(before)).to.equal(true);
    expect(await found("weather")).to.deep.equal([0, 1]);
    expect(await found("shop")).to.deep.equal([]);
    expect(await found("new")).to.deep.equal([0]);
  });

  it("keeps nothing of a block that failed", async () => {
    const unknown: SeedEvent = { contract: "ServiceRegistry", name: "URIUpdated", values: [9, "", OWNER] };
    const failure = await index.mine(2, [metadata(0, "category", "shop"), unknown]).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(Error);
    expect(await found("shop")).to.deep.equal([]);
    expect(await found("weather")).to.deep.equal([0]);
  });

  it("takes a text of 300 KB, and finds its first words", async () => {
    const characters = Array.from({ length: 100_000 }, (_, number) => String.fromCodePoint(0x4e00 + (number % 20_000)));
    await index.mine(2, [
      metadata(0, "endpoint", `begins ${characters.join("")}`),
      metadata(0, "category", "w".repeat(3_000)),
    ]);
    expect(await found("begins")).to.deep.equal([0]);
    expect(await found("w".repeat(3_000))).to.deep.equal([0]);
  });

  it("is emptied with the database", async () => {
    await index.store.rollBack(undefined);
    expect(await found("weather")).to.deep.equal([]);
  });
});
