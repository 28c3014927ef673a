package io.portcullis.contract;

import static io.portcullis.machine.RawHttp.get;
import static io.portcullis.machine.RawHttp.post;
import static io.portcullis.machine.RawHttp.request;

import java.util.List;

/**
 * What is sent, byte for byte, to a server with the agent and to one without. The last request of
 * each row ends the connection, so that the answer is everything up to its end.
 */
final class AllowedRequests {
  private static final String CLOSE = "Connection: close";

  private AllowedRequests() {}

  static List<String> rows() {
    return List.of(
        get("/plain", CLOSE),
        get("/plain?a=1&b=%20", CLOSE),
        get("/plain?", CLOSE),
        get("/echo?name=%C3%A9", CLOSE, "X-One: 1", "x-one: 2", "X-Forwarded-For: 203.0.113.9"),
        get("/echo", CLOSE, "X-Bytes: \u00e9\u0080\u00ff", "Cookie: a=b; c=d"),
        get("/echo", CLOSE, ContractPolicy.WATCHED),
        get("/echo", CLOSE, "X-Long: " + "x".repeat(4000)),
        get("/health", CLOSE),
        get("/async", CLOSE),
        get("/async-complete", CLOSE),
        get("/fails", CLOSE),
        get("/forward", CLOSE),
        get("/redirect", CLOSE),
        get("/chunked", CLOSE),
        get("/big", CLOSE),
        get("/empty", CLOSE),
        get("/nowhere", CLOSE),
        get("/%70lain", CLOSE),
        get("/x/../plain", CLOSE),
        get("/x/..;/plain", CLOSE),
        get("//plain", CLOSE),
        get("/plain;v=1", CLOSE),
        get("/x%2fplain", CLOSE),
        get("/plain/%00", CLOSE),
        get("http://contract.test/plain?a=1", CLOSE),
        request("HEAD", "/plain", CLOSE),
        request("HEAD", "/big", CLOSE),
        request("HEAD", "/nowhere", CLOSE),
        request("OPTIONS", "*", CLOSE),
        request("OPTIONS", "/plain", CLOSE),
        request("TRACE", "/plain", CLOSE),
        request("BREW", "/echo", CLOSE),
        post("/echo", "hello", CLOSE),
        post("/echo", "", CLOSE),
        post("/plain", "unread", CLOSE),
        post("/echo", "x".repeat(100_000), CLOSE),
        request("PUT", "/echo", CLOSE, "Transfer-Encoding: chunked")
            + "5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n",
        // not HTTP/1.1, or not HTTP
        "GET /plain HTTP/1.0\r\n\r\n",
        "GET /echo HTTP/1.0\r\nHost: contract.test\r\nX-A: 1\r\n\r\n",
        "GET /plain HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /pl ain HTTP/1.1\r\nHost: contract.test\r\nConnection: close\r\n\r\n",
        "GET /plain HTTP/9.9\r\nHost: contract.test\r\nConnection: close\r\n\r\n",
        "GET /plain HTTP/1.1\r\nHost: contract.test\r\nBad Name: 1\r\nConnection: close\r\n\r\n",
        "NONSENSE\r\n\r\n",
        // several on one connection
        get("/plain") + get("/chunked") + get("/nowhere") + get("/plain", CLOSE),
        post("/echo", "one") + post("/plain", "two") + post("/echo", "three", CLOSE),
        request("HEAD", "/plain") + get("/async") + get("/fails") + get("/plain", CLOSE));
  }
}
