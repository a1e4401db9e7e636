import { expect } from "chai";
import { gzipSync } from "node:zlib";
import type { RequestListener, ServerResponse } from "node:http";
import { buildRegistration } from "../../../packages/sdk/src/registration/registrationFile.js";
import { readAgentUri, type ReadOptions } from "../../../packages/sdk/src/registration/uri.js";
import { errorOf, PARAMS, refusalOf, withServer } from "../../fixtures/registration.js";

const FILE = buildRegistration(PARAMS);
const TEXT = JSON.stringify(FILE);
const LIMIT = 65_536;
const UNREACHABLE = "RegistrationUnreachable";
const UNSUPPORTED = "RegistrationUnsupportedUri";

/** Reads over http; the time is far above what a test needs, so that only a fault lets it pass. */
const read = (url: string, options: ReadOptions = {}) =>
  readAgentUri(url, { allowHttp: true, timeout: 30_000, ...options });

/** Sends chunks until the other side hangs up, and then calls back. */
function sendForever(response: ServerResponse, chunk: Buffer, ended: () => void): void {
  response.once("close", ended);
  const send = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once("drain", send);
  };
  send();
}

/** Redirects `/<number>` to the next lower number and serves the file at `/0`. */
const countdown: RequestListener = ({ url = "" }, response) => {
  const left = Number(url.slice(1));
  if (left === 0) response.end(TEXT);
  else response.writeHead(302, { location: `/${left - 1}` }).end();
};

describe("readAgentUri over http", () => {
  describe("given a server that serves the file", () => {
    it("reads it, also when its length was not said", async () => {
      const answer: RequestListener = (_, response) => {
        for (const character of TEXT) response.write(character);
        response.end();
      };
      await withServer(answer, async (url) => {
        const { file, bytes } = await read(url);
        expect(file).to.deep.equal(FILE);
        expect(Buffer.from(bytes).toString()).to.equal(TEXT);
      });
    });

    it("takes it for no verified domain, for want of TLS", async () => {
      await withServer(
        (_, response) => response.end(TEXT),
        async (url) => {
          expect(await read(url)).not.to.have.property("host");
        },
      );
    });

    it("reads it compressed", async () => {
      const answer: RequestListener = (_, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(TEXT));
      await withServer(answer, async (url) => {
        expect((await read(url)).file).to.deep.equal(FILE);
      });
    });

    it("asks for JSON once, and sends neither cookies nor where it comes from", async () => {
      const requests: Parameters<RequestListener>[0]["headers"][] = [];
      const answer: RequestListener = ({ headers }, response) => {
        requests.push(headers);
        response.end(TEXT);
      };
      await withServer(answer, async (url) => {
        await read(url);
        expect(requests).to.have.length(1);
        expect(requests[0]).to.include({ accept: "application/json" });
        expect(requests[0]).to.not.have.any.keys("cookie", "referer", "authorization", "origin");
      });
    });

    it("is not even asked when http was not allowed", async () => {
      let asked = 0;
      const answer: RequestListener = (_, response) => {
        asked++;
        response.end(TEXT);
      };
      await withServer(answer, async (uri) => {
        expect(await refusalOf(() => readAgentUri(uri))).to.deep.equal({ code: UNSUPPORTED, uri });
        expect(asked).to.equal(0);
      });
    });
  });

  describe("given a server that redirects", () => {
    it("follows three times", async () => {
      await withServer(countdown, async (url) => {
        expect((await read(`${url}/3`)).file).to.deep.equal(FILE);
      });
    });

    it("refuses a fourth time, and a loop", async () => {
      await withServer(countdown, async (url) => {
        const expected = { code: UNREACHABLE, uri: `${url}/4`, limit: 3 };
        expect(await refusalOf(() => read(`${url}/4`))).to.deep.equal(expected);
      });
      let asked = 0;
      const loop: RequestListener = (_, response) => {
        asked++;
        response.writeHead(307, { location: "/" }).end();
      };
      await withServer(loop, async (url) => {
        expect(await refusalOf(() => read(url))).to.deep.equal({ code: UNREACHABLE, uri: url, limit: 3 });
        expect(asked).to.equal(4);
      });
    });

    it("gives every address to the fetch of the caller, who can refuse it", async () => {
      const asked: string[] = [];
      const guarded: typeof fetch = async (input, init) => {
        const url = input instanceof URL ? input.pathname : "";
        asked.push(url);
        if (url === "/1") throw new Error("private address");
        return fetch(input, init);
      };
      await withServer(countdown, async (url) => {
        const { code, cause } = await errorOf(() => read(`${url}/3`, { fetch: guarded }));
        expect(code).to.equal(UNREACHABLE);
        expect(cause).to.have.property("message", "private address");
        expect(asked).to.deep.equal(["/3", "/2", "/1"]);
      });
    });

    for (const location of [
      "file:///etc/passwd",
      "data:application/json,{}",
      "ftp://a.example/",
      "https://a:b@a.example/",
    ]) {
      it(`refuses to follow to ${location}`, async () => {
        await withServer(
          (_, response) => response.writeHead(301, { location }).end(),
          async (url) => {
            expect(await refusalOf(() => read(url))).to.deep.equal({ code: UNSUPPORTED, uri: location });
          },
        );
      });
    }

    it("refuses to follow from https to http", async () => {
      const location = "http://agent.example/agent.json";
      const answer = () => Promise.resolve(new Response(null, { status: 308, headers: { location } }));
      const refusal = await refusalOf(() => readAgentUri("https://agent.example/", { fetch: answer }));
      expect(refusal).to.deep.equal({ code: UNSUPPORTED, uri: location });
    });

    it("takes the file for no verified domain: neither host vouches for the other", async () => {
      const answers = [new Response(null, { status: 302, headers: { location: "/b" } }), new Response(TEXT)];
      const answer = () => Promise.resolve(answers.shift() ?? Response.error());
      const result = await readAgentUri("https://agent.example/a", { fetch: answer });
      expect(result.file).to.deep.equal(FILE);
      expect(result).not.to.have.property("host");
    });

    it("refuses one that does not say where to", async () => {
      await withServer(
        (_, response) => response.writeHead(302).end(TEXT),
        async (uri) => {
          expect(await refusalOf(() => read(uri))).to.deep.equal({ code: UNREACHABLE, uri, status: 302 });
        },
      );
    });
  });

  describe("given a server that answers with another status", () => {
    for (const status of [304, 404, 500]) {
      it(`refuses ${status}, whatever comes with it`, async () => {
        await withServer(
          (_, response) => response.writeHead(status).end(TEXT),
          async (uri) => {
            expect(await refusalOf(() => read(uri))).to.deep.equal({ code: UNREACHABLE, uri, status });
          },
        );
      });
    }

    it("finds no file in 204, which has no body", async () => {
      await withServer(
        (_, response) => response.writeHead(204).end(),
        async (uri) => {
          expect(await refusalOf(() => read(uri))).to.deep.equal({ code: "RegistrationInvalid" });
        },
      );
    });
  });

  describe("given a server that sends too much", () => {
    const floods: [name: string, headers: Record<string, string>][] = [
      ["without an end", {}],
      ["without an end, as a page", { "content-type": "text/html" }],
    ];
    for (const [name, headers] of floods) {
      it(`hangs up soon after the limit: ${name}`, async () => {
        let hungUp: () => void;
        const closed = new Promise<void>((resolve) => (hungUp = resolve));
        const answer: RequestListener = (_, response) => {
          sendForever(response.writeHead(200, headers), Buffer.alloc(4096, " "), hungUp);
        };
        await withServer(answer, async (url) => {
          const { size = 0, ...refusal } = await refusalOf(() => read(url));
          expect(refusal).to.deep.equal({ code: "RegistrationTooLarge", limit: LIMIT });
          expect(size).to.be.within(LIMIT + 1, LIMIT + 1_000_000);
          await closed;
        });
      });
    }

    it("reads little of a gzip bomb", async () => {
      const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, " "));
      expect(bomb.length).to.be.below(LIMIT * 2);
      const answer: RequestListener = (_, response) =>
        response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
      await withServer(answer, async (url) => {
        const { code, size = 0 } = await refusalOf(() => read(url));
        expect(code).to.equal("RegistrationTooLarge");
        expect(size).to.be.within(LIMIT + 1, LIMIT + 1_000_000);
      });
    });
  });

  describe("given a server that lies about the length", () => {
    it("does not take a part for the file", async () => {
      const answer: RequestListener = (_, response) => {
        response.writeHead(200, { "content-length": TEXT.length - 1 }).end(TEXT.slice(0, -1));
      };
      await withServer(answer, async (url) => {
        expect(await refusalOf(() => read(url))).to.deep.equal({ code: "RegistrationInvalid" });
      });
    });

    it("does not take a connection that broke off for the end of the file", async () => {
      const answer: RequestListener = (_, response) => {
        response.writeHead(200, { "content-length": TEXT.length + 1 });
        response.write(TEXT, () => response.destroy());
      };
      await withServer(answer, async (uri) => {
        expect(await refusalOf(() => read(uri))).to.deep.equal({ code: UNREACHABLE, uri });
      });
    });
  });

  describe("given a server that is slow", () => {
    const slow: [name: string, answer: RequestListener][] = [
      ["before it answers", () => undefined],
      ["within the file", (_, response) => response.write(TEXT.slice(0, 20))],
    ];
    for (const [name, answer] of slow) {
      it(`gives up when the time is over, ${name}`, async () => {
        await withServer(answer, async (uri) => {
          const expected = { code: "RegistrationTimeout", uri, limit: 100 };
          expect(await refusalOf(() => read(uri, { timeout: 100 }))).to.deep.equal(expected);
        });
      });

      it(`stops when it is canceled, ${name}`, async () => {
        const canceler = new AbortController();
        const reason = new Error("no longer needed");
        const cancelingAnswer: RequestListener = (request, response) => {
          answer(request, response);
          setTimeout(() => {
            canceler.abort(reason);
          }, 20);
        };
        await withServer(cancelingAnswer, async (uri) => {
          const { code, details, cause } = await errorOf(() => read(uri, { signal: canceler.signal }));
          expect({ code, details, cause }).to.deep.equal({
            code: "RegistrationCanceled",
            details: { uri },
            cause: reason,
          });
        });
      });
    }
  });

  describe("given a signal that was aborted before", () => {
    for (const uri of ["https://agent.example/", "data:application/json,{}"]) {
      it(`does not even begin with ${uri}`, async () => {
        const refusal = await refusalOf(() => readAgentUri(uri, { signal: AbortSignal.abort() }));
        expect(refusal).to.deep.equal({ code: "RegistrationCanceled", uri });
      });
    }
  });

  describe("given nobody who answers", () => {
    it("says so, with its cause", async () => {
      let closed = "";
      await withServer(
        () => undefined,
        (url) => {
          closed = url;
          return Promise.resolve();
        },
      );
      const { code, details, cause } = await errorOf(() => read(closed));
      expect({ code, details }).to.deep.equal({ code: UNREACHABLE, details: { uri: closed } });
      expect(cause).to.be.instanceOf(TypeError);
    });
  });
});
