package io.portcullis.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The management API of a running agent, asked with the token of an operator. */
final class AgentClient {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LONGEST_ANSWER = 64 << 20;

  // A token must not go over a network in clear text.
  private static final List<String> LOCAL = Arrays.asList("127.0.0.1", "localhost", "[::1]");

  private final URL url;
  private final String token;

  private AgentClient(URL url, String token) {
    this.url = url;
    this.token = token;
  }

  /** A client; ends the verb where the address or the file is not what it should be. */
  static AgentClient of(String url, String tokenFile) {
    URL parsed;
    try {
      parsed = new URL(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    } catch (MalformedURLException e) {
      throw noUrl(url);
    }
    if (!parsed.getProtocol().equals("http")
        || !LOCAL.contains(parsed.getHost())
        || !parsed.getFile().isEmpty()) {
      throw noUrl(url);
    }
    return new AgentClient(parsed, token(tokenFile));
  }

  private static CommandException noUrl(String url) {
    return CommandException.unusable(
        "`--url`: `" + url + "` is not like `http://127.0.0.1:7410`, which is on this machine");
  }

  private static String token(String path) {
    File file = new File(path);
    if (!file.isFile()) {
      throw CommandException.unusable("cannot read `" + path + "`: no such file");
    }
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8))) {
      String line = in.readLine();
      String token = line == null ? "" : line.trim();
      // What a header cannot hold is no token, and must not be shown.
      if (!token.matches("[!-~]{1,1000}")) {
        throw CommandException.unusable("`" + path + "` does not begin with a line with a token");
      }
      return token;
    } catch (IOException e) {
      throw CommandException.unusable("cannot read `" + path + "`: " + e.getMessage());
    }
  }

  /** What it answers; ends the verb where that is not what was asked for. */
  String get(String path) {
    Reply reply = call("GET", path, Optional.<String>empty());
    if (reply.status == 200) {
      return reply.body;
    }
    throw refused(reply);
  }

  /** What one call was answered. */
  static final class Reply {
    final int status;
    final String body;

    Reply(int status, String body) {
      this.status = status;
      this.body = body;
    }
  }

  /**
   * Calls it, and gives whatever it answers to the call; ends the verb where it cannot be reached
   * or does not answer us at all.
   */
  Reply call(String method, String path, Optional<String> body) {
    try {
      HttpURLConnection call =
          (HttpURLConnection) new URL(url + path).openConnection(Proxy.NO_PROXY);
      call.setConnectTimeout(PATIENCE_MILLIS);
      call.setReadTimeout(PATIENCE_MILLIS);
      call.setInstanceFollowRedirects(false);
      call.setRequestMethod(method);
      call.setRequestProperty("Authorization", "Bearer " + token);
      if (body.isPresent()) {
        byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
        call.setRequestProperty("Content-Type", "application/json");
        call.setFixedLengthStreamingMode(bytes.length);
        call.setDoOutput(true);
        try (OutputStream out = call.getOutputStream()) {
          out.write(bytes);
        }
      }
      int status = call.getResponseCode();
      InputStream answer = status < 400 ? call.getInputStream() : call.getErrorStream();
      Reply reply = new Reply(status, answer == null ? "" : text(answer));
      if (status == 401 || status == 403 || status == 429 || status >= 500) {
        throw refused(reply);
      }
      return reply;
    } catch (IOException e) {
      throw CommandException.unreachable(
          "`" + url + "` cannot be reached: " + e.getMessage() + "; is `admin` set there?");
    }
  }

  private CommandException refused(Reply reply) {
    return CommandException.unreachable("`" + url + "` refused us: " + words(reply));
  }

  private static String words(Reply reply) {
    String detail = AgentJson.text(reply.body, "detail");
    switch (reply.status) {
      case 401:
        return "the token is not that of an operator (401)";
      case 403:
        return (detail.isEmpty()
                ? "the policy in force has no `operators`, or this is not for this one"
                : detail)
            + " (403)";
      case 429:
        return "too many wrong tokens; wait a minute (429)";
      default:
        return (detail.isEmpty() ? "status " : detail + ", status ") + reply.status;
    }
  }

  private static String text(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (out.size() > LONGEST_ANSWER) {
        throw new IOException("the answer is over 64 MiB");
      }
    }
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
