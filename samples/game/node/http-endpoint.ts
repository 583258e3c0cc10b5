import { createServer, type Server, type ServerResponse } from "node:http";
import type { Crew } from "./crew.js";

/**
 * Listens on a port of 127.0.0.1, 0 for a free one: `POST /reload` answers with the release in use, or 409 and why the
 * pointer's could not be used; `GET /status` with numbers. Whoever may open a connection on this machine may ask.
 */
export function listenForOperator(port: number, crew: Crew): Promise<Server> {
  const patience = { headersTimeout: 2000, requestTimeout: 2000, connectionsCheckingInterval: 1000 };
  const server = createServer(patience, (request, response) => {
    request.resume(); // a body is of no interest
    void answer(`${request.method} ${request.url}`, response, crew);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function answer(line: string, response: ServerResponse, crew: Crew): Promise<void> {
  response.setHeader("Connection", "close");
  if (line === "POST /reload") {
    const { failure, version } = await crew.reload();
    end(response, failure === undefined ? 200 : 409, failure ?? version);
  } else if (line === "GET /status") {
    const { failure, failures, releases, version } = await crew.report();
    const status = {
      release: version,
      releasesSeen: releases,
      failuresSeen: failures,
      lastFailure: failure ?? null,
      lookups: crew.lookups,
      failedLookups: crew.failedLookups,
    };
    response.setHeader("Content-Type", "application/json");
    end(response, 200, JSON.stringify(status));
  } else {
    end(response, 404, "There is POST /reload, and GET /status.");
  }
}

function end(response: ServerResponse, code: number, body: string): void {
  response.statusCode = code;
  response.end(`${body}\n`);
}
