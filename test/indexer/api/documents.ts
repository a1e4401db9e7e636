import { Validator } from "@seriousme/openapi-schema-validator";
import { expect } from "chai";
import { build } from "esbuild";
import { openApiDocument } from "../../../packages/indexer/src/api/openapi.js";
import { docsPage } from "../../../packages/indexer/src/api/docsPage.js";
import { pathParameters, type AnyRoute } from "../../../packages/indexer/src/api/route.js";
import { ROUTES } from "../../../packages/indexer/src/api/routes/index.js";

const routes = ROUTES as readonly AnyRoute[];

describe("indexer API: documents and client", function () {
  const document = openApiDocument(routes);

  it("has a valid OpenAPI 3.1 document", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>);
    expect(errors ?? []).to.deep.equal([]);
    expect([valid, validator.version]).to.deep.equal([true, "3.1"]);
  });

  it("describes every parameter, and each path once", () => {
    expect(new Set(routes.map(({ path }) => path)).size).to.equal(routes.length);
    const ids = Object.values(document.paths).map(({ get }) => get.operationId);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const [path, { get }] of Object.entries(document.paths)) {
      const inPath = get.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      expect(inPath).to.have.members(pathParameters(path));
      for (const { name, description } of get.parameters) expect(description, `${path}: ${name}`).to.be.a("string");
    }
  });

  it("says of every field that can be null when it is", () => {
    const silent: string[] = [];
    const look = (value: unknown, place: string): void => {
      if (typeof value !== "object" || value === null) return;
      const { anyOf, description = "" } = value as { anyOf?: { type?: string }[]; description?: string };
      if (anyOf?.some(({ type }) => type === "null") === true && !/\bnull\b/i.test(description)) silent.push(place);
      for (const [name, inner] of Object.entries(value)) look(inner, `${place} ${name}`);
    };
    for (const [path, { get }] of Object.entries(document.paths)) look(get.responses, path);
    expect(silent).to.deep.equal([]);
  });

  it("describes everything on one page that requests nothing and runs nothing", () => {
    const { html, policy } = docsPage(document, routes);
    for (const path of Object.keys(document.paths)) expect(html).to.contain(`GET ${path}`);
    expect(html).not.to.match(/<script|<link|<img|src=|https?:\/\/(?!json-schema)/);
    expect(policy).to.match(/^default-src 'none'; style-src 'sha256-/);
  });

  it("bundles the client for browsers without anything of the server", async () => {
    const { outputFiles, metafile } = await build({
      ...{ entryPoints: ["packages/indexer/src/client.ts"], bundle: true, write: false, metafile: true },
      ...{ platform: "browser", format: "esm", target: "es2023" },
    });
    expect(Object.keys(metafile.inputs)).to.deep.equal(["packages/indexer/src/client.ts"]);
    expect(outputFiles[0]?.text).not.to.match(/node:|express|kysely|require\(/);
  });
});
