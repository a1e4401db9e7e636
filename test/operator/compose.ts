import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { ROOT } from "../fixtures/cli.js";
import { readCompose } from "../fixtures/compose.js";
import { OPERATOR, readOperatorFile } from "../fixtures/operator.js";

/** Rules of the linter that are not about style. The first two are the specification's schema. */
const RULES = ["invalid-schema", "invalid-yaml", "no-duplicate-container-names", "no-duplicate-exported-ports"];

/** What the linter prints. */
const results = z.array(z.object({ messages: z.array(z.object({ rule: z.string(), message: z.string() })) }));

const textOf = (name: string) => readFileSync(path.join(OPERATOR, name), "utf8");

describe("operator: compose.yaml", () => {
  const compose = readCompose();
  const services = Object.entries(compose.services);
  const namesOf = (isAsked: (service: (typeof services)[number][1]) => boolean) =>
    services.filter(([, service]) => isAsked(service)).map(([name]) => name);
  const all = Object.keys(compose.services);

  it("follows the schema of the compose specification", () => {
    const linter = path.join(ROOT, "node_modules/dclint/bin/dclint.cjs");
    const typed = [linter, "--formatter", "json", path.join(OPERATOR, "compose.yaml")];
    const { stdout } = spawnSync(process.execPath, typed, { encoding: "utf8" });
    const messages = results.parse(JSON.parse(stdout)).flatMap((result) => result.messages);
    // The style of the linter is not ours, so it has something to say about a file that it understood.
    expect(messages).to.have.length.above(0);
    expect(messages.filter(({ rule }) => RULES.includes(rule)).map(({ message }) => message)).to.deep.equal([]);
  });

  it("runs every service with a read-only root, without new privileges, and again after a failure", () => {
    expect(namesOf((one) => one.read_only)).to.deep.equal(all);
    expect(namesOf((one) => one.security_opt.includes("no-new-privileges:true"))).to.deep.equal(all);
    expect(namesOf((one) => one.restart === "unless-stopped")).to.deep.equal(all);
    // The database changes its user when it starts.
    expect(namesOf((one) => one.cap_drop?.includes("ALL") !== true)).to.deep.equal(["database"]);
    expect(textOf("Dockerfile")).to.match(/^USER node$/m);
  });

  it("pins every image by a version, Node.js to that of the project", () => {
    const { devDependencies } = z
      .object({ devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")));
    const pulled = services.filter(([, { build }]) => build === undefined).map(([, { image }]) => image);
    const bases = [...textOf("Dockerfile").matchAll(/^FROM (\S+) AS/gm)].map(([, image = ""]) => image);
    for (const image of [...pulled, ...bases]) expect(image).to.match(/:v?\d+\.\d+/);
    const node = bases.filter((image) => image.startsWith("node:"));
    expect(new Set(node)).to.deep.equal(new Set([`node:${devDependencies["node"] ?? ""}-bookworm-slim`]));
  });

  it("has no secret in it: services read them from files", () => {
    const secrets = services.flatMap(([, { environment }]) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|KEY|RPC_URL/.test(name)),
    );
    expect(secrets).to.have.length.above(0);
    for (const [name, value] of secrets) expect(`${name}=${value}`).to.match(/_FILE=\/run\/secrets\/[a-z-]+$/);
    for (const [name, { command = [], environment, secrets: own }] of services) {
      const used = JSON.stringify([command, environment]).matchAll(/\/run\/secrets\/([a-z-]+)/g);
      expect([...used].map(([, secret = ""]) => secret).sort(), name).to.deep.equal(own.toSorted());
      for (const secret of own) expect(compose.secrets[secret]?.file).to.equal(`./secrets/${secret}`);
    }
  });

  it("publishes ports only where the operator says", () => {
    for (const [name, { ports }] of services) {
      for (const port of ports) expect(port, name).to.match(/^127\.0\.0\.1:\d+:\d+$/);
    }
    const elsewhere = readCompose({ PUBLISH_ADDRESS: "192.0.2.1" }).services;
    const published = Object.entries(elsewhere).filter(([, { ports }]) => ports.some((port) => port.startsWith("192")));
    expect(published.map(([name]) => name)).to.deep.equal(["index-api", "facilitator", "web"]);
  });

  it("mounts and copies only what exists, or what the operator adds", () => {
    const added = textOf(".gitignore").trim().split("\n");
    const mounted = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(":", 1)[0] ?? ""));
    const missing = mounted.filter((source) =>
      source.startsWith(".")
        ? !existsSync(path.join(OPERATOR, source)) && !added.includes(source.replace("./", ""))
        : !(source in compose.volumes),
    );
    expect(missing).to.deep.equal([]);
    const copied = [...textOf("Dockerfile").matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, list = ""]) =>
      list.split(" "),
    );
    expect(copied.filter((source) => !existsSync(path.join(ROOT, source)))).to.deep.equal([]);
    const workspaces = [
      "contracts",
      ...["packages", "apps"].flatMap((folder) =>
        readdirSync(path.join(ROOT, folder)).map((name) => `${folder}/${name}`),
      ),
    ];
    expect(copied).to.include.members(workspaces.map((workspace) => `${workspace}/package.json`));
    const stages = [...textOf("Dockerfile").matchAll(/ AS (\w+)$/gm)].map(([, stage = ""]) => stage);
    for (const [, { build }] of services) if (build) expect(stages).to.include(build.target);
  });

  it("checks and scrapes each program at the port where it listens", () => {
    const ports = { facilitator: 4402, indexer: 4403, "index-api": 4403, keeper: 4404, monitor: 4405 };
    const health = services
      .map(([name, { environment }]) => [name, environment["HEALTH_URL"]] as const)
      .filter(([, url]) => url !== undefined);
    expect(Object.fromEntries(health)).to.deep.equal(
      Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}/readyz`])),
    );
    const targets = readOperatorFile(
      "prometheus/targets.compose.yml",
      z.array(z.object({ targets: z.array(z.string()) })),
    );
    expect(targets.flatMap((one) => one.targets)).to.have.members(
      Object.entries(ports).map(([name, port]) => `${name}:${port}`),
    );
  });
});
