import { expect } from "chai";
import { globSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const SOURCES = "packages/sdk/src";
const FOLDER = path.resolve("test/unit/sdk");

/** What a reader of an example knows already: the client, and the parties and ids that it is about. */
const GIVEN = `
declare const client: sdk.Client;
declare const deployment: sdk.Deployment;
declare const deal: sdk.Deal;
declare const provider: ethers.Provider;
declare const payee: string, arbiter: string, to: string, dealId: string, privateKey: string;
declare const account: string, loanId: string, text: string;
declare const agentId: bigint, amount: bigint;
declare const draft: sdk.PledgedLoan, offer: sdk.LoanOffer;
`;

/** Functions that people start with: each has an example. */
const STARTERS = [
  ...["connect", "openProvider", "accountOf", "readDeployment", "parseScv", "formatScv", "transfer", "readBalance"],
  ...[
    "signTransfer",
    "draftOrder",
    "openOrder",
    "deliverOrder",
    "releaseOrder",
    "claimOrder",
    "refundOrder",
    "readDeal",
  ],
  ...["openStream", "claimStream", "openSubscription", "lock", "propose", "vote", "readProposal"],
  ...["registerService", "searchServices", "readService", "rateDeal", "findEvent", "isServiceCoinError"],
];

interface Example {
  /** Name of what is documented. */
  name: string;
  file: string;
  code: string;
}

/** The code in the @example tags of a source file. */
function examplesOf(file: string): Example[] {
  const source = ts.createSourceFile(file, ts.sys.readFile(file) ?? "", ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const name = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.at(0)?.name.getText()
      : ts.isFunctionDeclaration(statement)
        ? statement.name?.text
        : undefined;
    return ts.getJSDocTags(statement).flatMap((tag) => {
      if (tag.tagName.text !== "example") return [];
      const text = ts.getTextOfJSDocComment(tag.comment) ?? "";
      const code = /^```ts\n([\s\S]*)\n```$/.exec(text.trim())?.[1];
      return [{ name: name ?? "?", file, code: code ?? "not a block of code" }];
    });
  });
}

/** Names that a module exports as values. */
function valuesOf(checker: ts.TypeChecker, source: ts.SourceFile | undefined): string[] {
  const symbol = source && checker.getSymbolAtLocation(source);
  return symbol === undefined
    ? []
    : checker
        .getExportsOfModule(symbol)
        .filter((entry) => {
          if (isTypeOnly(entry)) return false;
          const target = entry.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(entry) : entry;
          return (target.flags & ts.SymbolFlags.Value) !== 0;
        })
        .map(({ name }) => name);
}

/** Whether `export type` exports it: a class that is exported as a type is no value. */
function isTypeOnly({ declarations = [] }: ts.Symbol): boolean {
  return declarations.some((one) => ts.isExportSpecifier(one) && (one.isTypeOnly || one.parent.parent.isTypeOnly));
}

describe("examples in the SDK's documentation", function () {
  const examples = globSync(`${SOURCES}/**/*.ts`)
    .filter((file) => !file.includes("typechain"))
    .sort()
    .flatMap(examplesOf);
  const fileOf = (index: number) => path.join(FOLDER, `example${index}.generated.ts`);
  let faults: Map<number, string>;

  before(() => {
    const { config } = ts.readConfigFile("tsconfig.json", (file) => ts.sys.readFile(file)) as { config: unknown };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, path.resolve("."));
    const modules = [`${SOURCES}/index.ts`, `${SOURCES}/node.ts`].map((file) => path.resolve(file));
    const known = ts.createProgram(modules, options);
    const values = modules.flatMap((file) => valuesOf(known.getTypeChecker(), known.getSourceFile(file)));

    const texts = new Map(
      examples.map(({ code }, index) => [
        fileOf(index),
        [
          `import * as ethers from "ethers";`,
          `import * as sdk from "../../../${SOURCES}/index.js";`,
          `import * as node from "../../../${SOURCES}/node.js";`,
          GIVEN,
          `const { Wallet, id, encodeBytes32String } = ethers;`,
          `const { ${[...new Set(values)].join(", ")} } = { ...sdk, ...node };`,
          `export async function example() {\n${code}\n}`,
        ].join("\n"),
      ]),
    );
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (file, target, ...rest) => {
      const text = texts.get(path.resolve(file));
      return text === undefined ? read(file, target, ...rest) : ts.createSourceFile(file, text, target);
    };
    host.fileExists = (file) => texts.has(path.resolve(file)) || ts.sys.fileExists(file);
    const settings = { ...options, noUnusedLocals: false, noUnusedParameters: false, noEmit: true };
    const program = ts.createProgram([...texts.keys()], settings, host, known);
    faults = new Map(
      [...texts.keys()].map((file, index) => {
        const source = program.getSourceFile(file);
        const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
        return [index, found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")).join("\n")];
      }),
    );
  });

  examples.forEach(({ name, file }, index) => {
    it(`compile: ${name} of ${path.basename(file)}`, () => {
      expect(faults.get(index)).to.equal("");
    });
  });

  it("are there for each function that people start with", () => {
    expect(examples.map(({ name }) => name)).to.include.members(STARTERS);
  });
});
