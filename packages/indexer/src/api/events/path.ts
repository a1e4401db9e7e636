import { z } from "zod";
import type { OpenApiParameter } from "../openapi.js";
import { liveEventSchema } from "./liveEvent.js";
import { EVENTS_INPUT } from "./stream.js";

/** The event stream in the OpenAPI document, which has no notation for the messages of a stream. */
export const LIVE_EVENTS_PATH = (parametersOf: (shape: z.ZodRawShape) => OpenApiParameter[]) => ({
  "/events": {
    get: {
      operationId: "events",
      tags: ["Events"],
      summary: "New events of the contracts as they are indexed (server-sent events)",
      parameters: parametersOf(EVENTS_INPUT),
      responses: {
        200: {
          description:
            "Messages without a name are events: the data of each is an object of this schema as JSON. `open` tells " +
            "the block after which they begin, `reorg` the last block that stands, `gap` the blocks whose events " +
            "were left out: read them from the lists. With `Last-Event-ID` a stream continues where the one before ended.",
          content: {
            "text/event-stream": {
              schema: { type: "string", "x-message": z.toJSONSchema(liveEventSchema, { io: "output" }) },
            },
          },
        },
        400: { $ref: "#/components/responses/BadRequest" },
        429: { $ref: "#/components/responses/TooManyRequests" },
        503: { $ref: "#/components/responses/Unavailable" },
      },
    },
  },
});
