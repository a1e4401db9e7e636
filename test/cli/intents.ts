import { expect } from "chai";
import { getAddress, Wallet, ZeroAddress } from "ethers";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Files } from "../../packages/cli/src/session/files.js";
import { readDraftFile } from "../../packages/cli/src/intents/draftFile.js";
import { INTENT_NAMES } from "../../packages/cli/src/intents/intents.js";
import { SETTING_NAMES, SETTINGS } from "../../packages/cli/src/intents/settings.js";
import { headline, prose } from "../../packages/cli/src/output/prose.js";
import { addressOfAsset, parseAsset, parseMoney } from "../../packages/cli/src/parse/asset.js";
import { createClient, type Deployment } from "../../packages/sdk/src/core/client.js";
import { CONTRACTS } from "../../packages/sdk/src/core/contracts.js";
import { ioOf } from "../fixtures/cli.js";

const contracts = Object.fromEntries(
  CONTRACTS.map((name, i) => [
    name,
    {
      address: `0x${String(i + 1)
        .padStart(2, "0")
        .repeat(20)}`,
    },
  ]),
) as Deployment["contracts"];
const client = createClient(Wallet.createRandom(), { chainId: 31337, contracts });
const TO = `0x${"a".repeat(40)}`;
const SHOWN = "0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa";
const TOKEN = getAddress(`0x${"b".repeat(40)}`);

describe("cli: intents", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "servicecoin-intents-"));
  });

  after(() => rm(folder, { recursive: true }));

  const readDraft = async (document: unknown) => {
    const file = path.join(folder, "draft.json");
    await writeFile(file, JSON.stringify(document));
    return readDraftFile(new Files(ioOf()), file);
  };

  const summaryOf = async (entry: object) => {
    const { calls } = await readDraft({ calls: [entry] });
    return calls[0]?.(client).summary;
  };

  const CASES: [entry: { do: (typeof INTENT_NAMES)[number]; [key: string]: unknown }, summary: string][] = [
    [{ do: "pay", to: TO, amount: "1.5" }, `Pays 1.5 SCV from the treasury to ${SHOWN}`],
    [{ do: "pay", to: TO, amount: "0.5", asset: "ETH" }, `Pays 0.5 ether from the treasury to ${SHOWN}`],
    [
      { do: "pay", to: TO, amount: "7", asset: TOKEN, ref: `0x${"01".repeat(32)}` },
      `Pays 7 base units of ${TOKEN} from the treasury to ${SHOWN} (reference 0x${"01".repeat(32)})`,
    ],
    [
      { do: "pay-many", payments: [`${TO}=1`, `${TO}=2`] },
      `Pays 3 SCV in 2 payouts (1 SCV to ${SHOWN}, 2 SCV to ${SHOWN}) from the treasury`,
    ],
    [{ do: "mint", to: TO, amount: "10" }, `Creates 10 SCV for ${SHOWN}`],
    [{ do: "set-fee", fee: "0.25%" }, "Sets the hub's fee to 0.25 %"],
    [{ do: "set-loan-fee", fee: "0.5%" }, "Sets the fee of new loans to 0.5 %"],
    [
      { do: "set-budget", steward: TO, amount: "2", per: "30d" },
      `Lets ${SHOWN} spend 2 SCV of the treasury per 30 days`,
    ],
    [{ do: "set-budget", steward: TO, amount: "0" }, `Takes the budget for SCV from ${SHOWN}`],
    [{ do: "set-cap", amount: "5", per: "7d" }, "Caps what leaves the treasury at 5 SCV per 7 days"],
    [{ do: "set-cap", amount: "0", per: "1h", asset: "eth" }, "Freezes the treasury's ether"],
    [{ do: "set-cap", amount: "none" }, "Lifts the cap on SCV"],
    [{ do: "setting", name: "guardian", value: "nobody" }, "Dismisses the guardian"],
    [{ do: "transfer-ownership", contract: "treasury", owner: TO }, `Makes ${SHOWN} the owner of Treasury`],
    [{ do: "call", target: TO, value: "1" }, `Sends 1 ether to ${SHOWN}`],
    [{ do: "execute", target: TO, data: "0x12" }, `As the treasury: NOT DECODED: calls ${SHOWN} with the data 0x12`],
  ];

  for (const [entry, summary] of CASES) it(summary, async () => expect(await summaryOf(entry)).to.equal(summary));

  it("has a case for each", () => {
    expect(new Set(CASES.map(([entry]) => entry.do))).to.deep.equal(new Set(INTENT_NAMES));
  });

  it("changes every setting", () => {
    const values: Record<(typeof SETTING_NAMES)[number], string> = {
      "voting-delay": "1d",
      "voting-period": "3d",
      "vote-extension": "12h",
      "execution-delay": "90m",
      "grace-period": "14d",
      "proposal-threshold": "0.5",
      quorum: "5%",
      "quorum-floor": "10",
      guardian: TO,
    };
    const summaries = SETTING_NAMES.map((name) => SETTINGS[name](values[name], "value")(client).summary);
    expect(summaries).to.deep.equal([
      "Sets the voting delay to 1 day",
      "Sets the voting period to 3 days",
      "Sets the extension of votes with a late quorum to 12 hours",
      "Sets the execution delay to 90 minutes",
      "Sets the grace period to 14 days",
      "Sets the votes that proposing takes to 0.5 SCV",
      "Sets the quorum to 5 % of what is locked",
      "Sets the floor under the quorum to 10 SCV",
      `Makes ${SHOWN} the guardian`,
    ]);
    expect(() => SETTINGS.quorum("2.5%", "value")).to.throw("whole percents");
  });

  it("refuses what a file does not say well, and says where", async () => {
    const pay = { do: "pay", to: TO, amount: "1" };
    const refusals: [document: unknown, code: string, text: string][] = [
      [[], "BadDraft", "is not a proposal"],
      [{ calls: [] }, "BadDraft", "is not a proposal"],
      [{ calls: [pay], descripton: "x" }, "BadDraft", "is not a proposal"],
      [{ calls: [pay], description: 1 }, "BadDraft", "is not a proposal"],
      [{ calls: [pay, "pay"] }, "BadIntent", "calls[1] must be an object"],
      [{ calls: [{ to: TO }] }, "BadIntent", 'calls[0]: "do" is missing'],
      [{ calls: [{ ...pay, do: "steal" }] }, "BadChoice", 'calls[0].do: "steal" is not one of'],
      [{ calls: [{ ...pay, amount: 1 }] }, "BadIntent", 'calls[0]: "amount" must be a string in quotes'],
      [{ calls: [{ ...pay, amount: "1 ETH" }] }, "BadAmount", "calls[0].amount"],
      [{ calls: [{ ...pay, referenz: "x" }] }, "BadIntent", 'calls[0]: "referenz" is unknown'],
      [{ calls: [{ do: "pay-many", payments: [] }] }, "BadIntent", 'calls[0]: "payments" must be a list'],
      [{ calls: [{ do: "pay-many", payments: [TO] }] }, "BadPair", "calls[0].payments"],
      [{ calls: [{ do: "set-cap", amount: "0" }] }, "MissingOption", "period of the limit is missing"],
      [{ calls: [{ do: "set-budget", steward: TO, amount: "1" }] }, "MissingOption", "period of the limit is missing"],
      [{ calls: [{ do: "execute", target: TO, data: "0x123" }] }, "BadData", "calls[0].data"],
    ];
    for (const [document, code, text] of refusals) {
      const error: unknown = await readDraft(document).catch((reason: unknown) => reason);
      expect(error, text).to.have.property("code", code);
      expect(error).to.have.property("message").that.includes(text);
    }
  });

  it("reads assets and their amounts", () => {
    const { addresses } = client;
    const amountOf = (asset: string, amount: string) =>
      parseMoney(parseAsset(asset, "asset"))(amount, "amount").amountAt(addresses);
    expect(amountOf("SCV", "1.5")).to.equal(1_500_000_000_000_000_000n);
    expect(amountOf(addresses.ServiceCoin, "2")).to.equal(2_000_000_000_000_000_000n);
    expect(amountOf("ether", ".5 eth")).to.equal(500_000_000_000_000_000n);
    expect(amountOf(ZeroAddress, "1")).to.equal(1_000_000_000_000_000_000n);
    expect(amountOf(TOKEN, "2")).to.equal(2n);
    expect(() => amountOf(TOKEN, "1.5")).to.throw("whole number of base units");
    expect(() => amountOf("eth", "1 SCV")).to.throw("is not an amount of ether");
    expect(() => parseAsset("dollar", "asset")).to.throw("is not an asset");
    expect(addressOfAsset(addresses, "eth")).to.equal(ZeroAddress);
    expect(addressOfAsset(addresses, "scv")).to.equal(addresses.ServiceCoin);
  });

  it("writes what strangers say on lines of their own", () => {
    expect(prose("one\r\n\u001b[2Jtwo\u202e\n")).to.deep.equal(["  | one", "  | \\x1b[2Jtwo\\u{202e}", "  |"]);
    expect(prose("x".repeat(9000)).at(-1)).to.equal("  ... 9,000 characters; --json prints all");
    expect(headline(`Pay\u0007 all#proposer=${TO}`, 60)).to.equal("Pay\\x07 all");
    expect(headline("a".repeat(70), 10)).to.equal("aaaaaaa...");
  });
});
