import { expect } from "chai";
import { isError } from "ethers";
import type { RequestListener } from "node:http";
import { HttpNode, JsonRpcError } from "../../packages/indexer/src/chain/httpNode.js";
import { serve, type Endpoint } from "../fixtures/endpoints.js";

describe("indexer: nodes over HTTP", function () {
  let endpoint: Endpoint;

  afterEach(() => endpoint.close());

  /** What a node that responds so makes of a request. */
  async function ask(listener: RequestListener, timeout = 5_000, credentials = ""): Promise<unknown> {
    endpoint = await serve(listener);
    const node = new HttpNode(endpoint.url.replace("//", `//${credentials}`), timeout);
    return node.send("eth_blockNumber", []).catch((error: unknown) => error);
  }

  const respond =
    (status: number, body: string): RequestListener =>
    (_request, response) => {
      response.writeHead(status).end(body);
    };

  it("waits while a node says that there are too many requests, and goes on", async () => {
    let requests = 0;
    const started = performance.now();
    const answer = await ask((request, response) => {
      respond(++requests < 3 ? 429 : 200, '{"jsonrpc":"2.0","id":1,"result":"0x10"}')(request, response);
    });
    expect(answer).to.equal("0x10");
    expect(requests).to.equal(3);
    expect(performance.now() - started).to.be.above(600);
  });

  it("names what the node refuses, also where that is in the body of a status 400", async () => {
    const error = await ask(respond(400, '{"error":{"code":-32005,"message":"block range is too wide","data":7}}'));
    expect(error).to.be.instanceOf(JsonRpcError);
    expect(error).to.deep.include({ code: -32005, message: "block range is too wide", data: 7 });
  });

  for (const [what, status, body, code] of [
    ["a page of HTML with status 200", 200, "<html>", "NETWORK_ERROR"],
    ["a page of HTML with status 502", 502, "<html>", "SERVER_ERROR"],
    ["an empty body with status 503", 503, "", "SERVER_ERROR"],
  ] as const) {
    it(`takes ${what} for a fault of the node`, async () => {
      const error = await ask(respond(status, body));
      expect(isError(error, code), String(error)).to.equal(true);
      expect((error as Error).message).to.contain("eth_blockNumber");
    });
  }

  it("takes null for no answer", async () => {
    expect(await ask(respond(200, "null"))).to.equal(null);
  });

  it("does not wait for ever, neither for the first byte nor for the last", async () => {
    for (const listener of [() => undefined, (_request, response) => response.write("{")] as RequestListener[]) {
      const error = await ask(listener, 200);
      expect(isError(error, "TIMEOUT"), String(error)).to.equal(true);
      expect((error as Error).message).to.contain("no answer within 200 ms");
      await endpoint.close();
    }
  });

  it("takes a connection that is cut for a fault of the node", async () => {
    const error = await ask((request) => request.socket.destroy());
    expect(isError(error, "NETWORK_ERROR"), String(error)).to.equal(true);
  });

  it("sends a user name and a password of the URL, and does not show them", async () => {
    let authorization: string | undefined;
    const error = await ask(
      (request, response) => {
        ({ authorization } = request.headers);
        respond(500, "")(request, response);
      },
      5_000,
      "user:p%40ss@",
    );
    expect(authorization).to.equal(`Basic ${Buffer.from("user:p@ss").toString("base64")}`);
    expect(JSON.stringify(error) + String(error)).not.to.contain("ss@");
  });
});
